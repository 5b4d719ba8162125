import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  type RefObject,
  useCallback,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useSyncExternalStore,
  useTransition,
} from "react";
import type { Conference, MeetingPass } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import { noteSessionEnd, onReturn } from "@/lib/session";
import { join, leave, withdraw } from "../api/commands";
import { comeBackTo, stayAway, wasIn } from "../room/coming-back";
import { openAhead, type Socket } from "../room/connection";
import { keep } from "../room/devices";
import type { Ending } from "../room/endings";
import type { Departure } from "../room/protocol";
import { RoomSocket } from "../room/socket";
import { ROOM, STAGES } from "../room/stage";

const LOOKED_AFTER = 1_000; // milliseconds

/** The room that one is in, what admitted one, and how to be admitted anew. */
export type Inside = { room: RoomSocket; pass: MeetingPass; renew: () => Promise<MeetingPass> };

export type Presence = {
  /** Null while one is not in. */
  inside: Inside | null;
  /** A password is asked for. */
  asked: boolean;
  busy: boolean;
  /** On the way in by itself. */
  coming: boolean;
  /** Was in, and is not any more. */
  left: boolean;
  /** Why one could not enter, or stay. */
  error: Error | null;
  /** Why one is not in any more, where that is for good. */
  ended: Departure | null;
  /** It has ended for everybody, or has to: whoever is suspended ends what is theirs. */
  over: boolean;
  /** Whether the server tells of what changes, as long as one is in. */
  told: boolean;
  enter: (password: string | null) => void;
  leave: () => void;
};

type Admission = { pass: MeetingPass; ahead: Socket };

/** After which one is not answered any more. */
const SHUT_OUT: ReadonlySet<string> = new Set<Departure>(["deleted", "not-for-you", "suspended"]);

/** Of a conference, what being in it depends on. */
export type Joinable = Pick<Conference, "id" | "state" | "mine" | "locked">;

/** Being in a conference: entering, staying as long as the page is open, and leaving. */
export function usePresence(conference: Joinable, wanted: boolean): Presence {
  const { id, mine, locked } = conference;
  const live = conference.state === "live";
  const client = useQueryClient();
  const [inside, setInside] = useState<Inside | null>(null);
  const [ending, setEnding] = useState<Ending | null>(null);
  const [left, setLeft] = useState(false);
  const [asked, setAsked] = useState(false);
  const [drawing, startDrawing] = useTransition();
  const current = useRef<RoomSocket | null>(null);
  const shown = useShown();
  const look = () => client.invalidateQueries({ queryKey: keys.conference(id) });
  const go = (why: Ending | null) => {
    current.current = null;
    stayAway();
    setInside(null);
    setLeft(true);
    setEnding(why);
    if (why === "finished") {
      client.setQueryData<Conference>(keys.conference(id), (known) => known && over(known));
    }
    if (isRefusal(why, "wrong-password")) setAsked(true);
    if (why === "signed-out") noteSessionEnd(true);
    if (typeof why !== "string" || !SHUT_OUT.has(why)) void look();
  };
  const renew = async () => {
    const pass = await join(id, null);
    if (!current.current) void withdraw(id).catch(() => {}); // who has hung up meanwhile is not there
    return pass;
  };
  const begin = async ({ pass, ahead }: Admission) => {
    current.current?.close();
    const room = new RoomSocket({ pass, ahead, renew });
    room.on("conference", () => void look());
    // What has changed before that was not told; to see and hear the others comes first.
    onOpen(room, () => setTimeout(() => current.current === room && void look(), LOOKED_AFTER));
    room.on("closed", go);
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
      setAsked(false);
    });
  };
  const entering = useMutation({
    mutationFn: (password: string | null) => admission(id, password),
    onSuccess: (admitted) => {
      if (shown.current) return begin(admitted);
      // Whoever went elsewhere before the answer came is not there, but where another tab is in.
      admitted.ahead.close();
      if (!mine && !wasIn(id)) void withdraw(id).catch(() => {}); // unless one has come back by then
      return undefined;
    },
    onError: (error) => {
      if (isRefusal(error, "wrong-password")) setAsked(true);
      if (!(error instanceof Refusal) || error.status < 400 || error.status >= 500) return;
      if (shown.current) stayAway();
      void look();
    },
  });
  const { mutate } = entering;
  const enter = useCallback(
    (password: string | null) => {
      comeBackTo(id); // from now on: a reload may come before the answer, which finds one in
      mutate(password);
    },
    [id, mutate],
  );
  useEffect(() => {
    if (live && wanted && !left) enter(null);
  }, [live, wanted, left, enter]);
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
  const again = (password: string | null) => {
    setEnding(null);
    enter(password);
  };
  const comeBack = useEffectEvent(() => {
    if (ending === "signed-out") again(null);
  });
  useEffect(() => onReturn(comeBack), []);
  return {
    inside: live ? inside : null,
    asked: asked || (locked && !mine),
    busy: entering.isPending || drawing,
    coming: wanted && !left && !entering.isError,
    left,
    error: isFault(ending) ? ending : isQuestion(entering) ? null : entering.error,
    ended: isDeparture(ending) ? ending : null,
    over: ending === "finished" || ending === "deleted" || (ending === "suspended" && mine),
    told: useIsOpen(inside?.room ?? null),
    enter: again,
    leave: () => {
      const told = inside?.room.leave() ?? false;
      go(null);
      if (!told) void leave(id).then(look, () => {}); // else the lease runs out by itself
    },
  };
}

function useIsOpen(room: RoomSocket | null): boolean {
  return useSyncExternalStore(room?.watch ?? unwatched, () => room?.view().status === "open");
}

/** Join, and have a socket opened meanwhile. */
async function admission(id: string, password: string | null): Promise<Admission> {
  const ahead = openAhead(id);
  try {
    return { pass: await join(id, password), ahead };
  } catch (error) {
    ahead.close();
    throw error;
  }
}

function unwatched(): () => void {
  return () => {};
}

function onOpen(room: RoomSocket, tell: () => void): void {
  let before = room.view().status;
  room.watch(() => {
    const { status } = room.view();
    if (status === "open" && before !== "open") tell();
    before = status;
  });
}

/** Whether the page is still there, for answers that come late. */
function useShown(): RefObject<boolean> {
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  return shown;
}

function over(conference: Conference): Conference {
  return { ...conference, state: "finished" };
}

function isDeparture(ending: Ending | null): ending is Departure {
  return typeof ending === "string" && ending !== "finished" && ending !== "left";
}

function isRefusal(error: unknown, code: string): boolean {
  return error instanceof Refusal && error.code === code;
}

/** What one was put out for; a password is asked for instead. */
function isFault(ending: Ending | null): ending is Refusal {
  return ending instanceof Refusal && ending.code !== "wrong-password";
}

/** Without a password, being refused one is no fault but the question for it. */
function isQuestion({ error, variables }: { error: Error | null; variables?: string | null }) {
  return isRefusal(error, "wrong-password") && variables === null;
}
