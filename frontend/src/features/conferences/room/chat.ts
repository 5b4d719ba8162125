import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useMe } from "@/lib/me";
import type { RoomPerson, Said } from "./protocol";
import type { RoomSocket } from "./socket";

export type Line = Pick<Said<"chat">, "data" | "at"> & {
  id: number;
  mine: boolean;
  /** Who wrote it, and for whom alone it is, as they were called then. */
  author: RoomPerson | null;
  reader: RoomPerson | null;
  /** It is not for all. */
  alone: boolean;
};

/**
 * The connection was lost; or nobody is there any more to whom it was written; or it was too much at once; or it is
 * nothing that can be sent.
 */
export type Failure = "lost" | "not-there" | "too-fast" | "invalid" | "too-long";

/** Of a room, what its chat needs. */
export type ChatRoom = Pick<RoomSocket, "view" | "watch" | "on" | "chat" | "whoIs">;

const MOST = 2000; // characters
const KEPT = 500; // lines
const FAILURES: ReadonlySet<string> = new Set<Failure>(["not-there", "too-fast"]);

export type Chat = {
  lines: readonly Line[];
  unread: number;
  /** Everything has been seen. */
  read: () => void;
  draft: string;
  write: (draft: string) => void;
  /** The account of the one that it is for; null is all. */
  to: string | null;
  address: (to: string | null) => void;
  /** Sent, and not come back yet. */
  sending: boolean;
  /** Why it did not arrive, if it did not. */
  failure: Failure | null;
  send: (peer: string | null) => void;
};

/** What is written in a room while one is there. What one writes stays in its field until it has arrived. */
export function useChat(room: ChatRoom): Chat {
  const me = useMe();
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [seen, setSeen] = useState(0);
  const [draft, setDraft] = useState("");
  const [to, setTo] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const count = useRef(0);
  const hear = useEffectEvent((said: Said<"chat">) => {
    const author = room.whoIs(said.from);
    const mine = said.from === room.view().peer || author?.account === me.id;
    const reader = said.to === null ? null : room.whoIs(said.to);
    count.current += 1;
    const { data, at } = said;
    const line = { id: count.current, mine, author, reader, alone: said.to !== null, data, at };
    setLines((before) => [...before, line].slice(-KEPT));
    if (!mine || !sending) return;
    setSending(false);
    setDraft("");
  });
  const fail = useEffectEvent((why: Failure) => {
    if (!sending) return;
    setSending(false);
    setFailure(why);
  });
  useEffect(() => {
    const ends = [
      room.on("chat", hear),
      room.on("refused", ({ what, code }) => {
        if (what === "chat") fail(isFailure(code) ? code : "invalid");
      }),
      room.watch(() => {
        if (room.view().status !== "open") fail("lost");
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [room]);
  return {
    lines,
    unread: lines.filter(({ id, mine }) => id > seen && !mine).length,
    read: () => setSeen(lines.at(-1)?.id ?? 0),
    draft,
    write: (now) => {
      setDraft(now);
      setFailure(null);
    },
    to,
    address: setTo,
    sending,
    failure,
    send: (peer) => {
      if (sending || draft.trim() === "") return;
      if (Array.from(draft).length > MOST) return setFailure("too-long");
      const sent = room.chat(draft, peer);
      setSending(sent);
      setFailure(sent ? null : "lost");
    },
  };
}

function isFailure(code: string): code is Failure {
  return FAILURES.has(code);
}
