import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState, useTransition } from "react";
import type { Conference } from "@/generated/api";
import { keys } from "@/lib/keys";
import { noteSessionEnd } from "@/lib/session";
import { leave } from "../api/commands";
import { keep } from "../room/choice";
import { stayAway } from "../room/coming-back";
import { type Ending, isShutOut } from "../room/endings";
import { RoomSocket } from "../room/socket";
import { type Inside, ROOM, STAGES } from "../room/stage";
import { type Admission, renewed } from "./admission";

const LOOKED_AFTER = 1_000; // milliseconds

export type Stay = {
  /** Null while one is not in. */
  inside: Inside | null;
  /** It is about to be drawn. */
  drawing: boolean;
  /** Why one is not in any more; null where one has gone by oneself, or comes again. */
  ending: Ending | null;
  /** Has gone out of it, or was put out: from then on one goes in where one says so. */
  wentOut: boolean;
  /** Be in; done once others can be seen and heard. */
  begin: (admitted: Admission) => Promise<void>;
  /** Forget why one is out, as one comes again. */
  comeAgain: () => void;
  leave: () => void;
};

/** Staying in a conference's room as long as the page is open, and how that ends. */
export function useStay({ id, mine }: Pick<Conference, "id" | "mine">): Stay {
  const client = useQueryClient();
  const [inside, setInside] = useState<Inside | null>(null);
  const [ending, setEnding] = useState<Ending | null>(null);
  const [wentOut, setWentOut] = useState(false);
  const [drawing, startDrawing] = useTransition();
  const current = useRef<RoomSocket | null>(null);
  const look = () => client.invalidateQueries({ queryKey: keys.conference(id) });
  const goOut = (why: Ending | null) => {
    current.current = null;
    stayAway();
    setInside(null);
    setWentOut(true);
    setEnding(why);
    if (why === "finished") {
      client.setQueryData<Conference>(keys.conference(id), (known) => known && finished(known));
    }
    if (why === "signed-out") noteSessionEnd(true);
    if (!isShutOut(why)) void look();
  };
  const renew = () => renewed(id, () => current.current !== null);
  const begin = async ({ pass, ahead }: Admission) => {
    current.current?.close();
    const room = new RoomSocket({ pass, ahead, renew });
    room.on("conference", () => void look());
    // What has changed before that was not told; to see and hear the others comes first.
    onOpen(room, () => setTimeout(() => current.current === room && void look(), LOOKED_AFTER));
    room.on("closed", goOut);
    current.current = room;
    room.start();
    keep({}); // one has decided how to take part
    // What cannot be drawn yet begins once it is: nobody is seen and heard without the buttons against it.
    if (ROOM.piece) await STAGES[pass.engine].piece?.begin?.(room);
    if (current.current !== room) return;
    // Bit by bit, as the others are heard meanwhile.
    startDrawing(() => {
      setInside({ room, pass, renew });
      setEnding(null);
    });
  };
  // Who goes to another page has left. Not the speaker: that would end it for all, and a reload is no leaving.
  const quit = useEffectEvent(() => {
    stayAway();
    const room = current.current;
    if (!room || room.view().status === "closed") return;
    if (mine) return room.close();
    current.current = null;
    if (!room.leave()) void leave(id).catch(() => {}); // else the lease runs out by itself
  });
  useEffect(() => () => quit(), []);
  return {
    inside,
    drawing,
    ending,
    wentOut,
    begin,
    comeAgain: () => setEnding(null),
    leave: () => {
      const told = inside?.room.leave() ?? false;
      goOut(null);
      if (!told) void leave(id).then(look, () => {}); // else the lease runs out by itself
    },
  };
}

function onOpen(room: RoomSocket, tell: () => void): void {
  let before = room.view().status;
  room.watch(() => {
    const { status } = room.view();
    if (status === "open" && before !== "open") tell();
    before = status;
  });
}

function finished(conference: Conference): Conference {
  return { ...conference, state: "finished" };
}
