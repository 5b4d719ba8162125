/** Somebody in a room. `peer` is their connection, and null while it is being made anew. */
export type RoomPerson = {
  account: string;
  peer: string | null;
  name: string;
  picture: string | null;
  speaker: boolean;
  /** Whether they have a page that one may see. */
  profile: boolean;
};

/** What others are told of somebody's devices and hand. */
export type State = { audio: boolean; video: boolean; screen: boolean; hand: boolean };

type Kinds = { signal: unknown; chat: string; state: State };
type Kind = keyof Kinds;

export type Said<K extends Kind = Kind> = {
  [k in K]: { kind: k; from: string; to: string | null; data: Kinds[k] } & (k extends "chat"
    ? { at: string }
    : object);
}[K];

/** Why one is not in the room any more; who was blocked is told what everybody is told who may not come. */
export type Reason =
  | "finished"
  | "deleted"
  | "not-for-you"
  | "removed"
  | "suspended"
  | "signed-out"
  | "replaced"
  | "left";

/** Those after which one is shown out with a word about it. */
export type Departure = Exclude<Reason, "finished" | "left">;

/** What one said and was not done or passed on. */
export type Refused = Kind | "mute";

export type ToServer =
  | { type: "enter"; ticket: string }
  | { [k in Kind]: { type: "say"; kind: k; to: string | null; data: Kinds[k] } }[Kind]
  | { type: "mute"; to: string }
  | { type: "leave" };

export type FromServer =
  | { type: "welcome"; peer: string; people: RoomPerson[] }
  | { type: "people"; people: RoomPerson[] }
  | { type: "came" | "changed"; person: RoomPerson }
  | { type: "left"; account: string }
  | ({ type: "said" } & Said)
  | { type: "muted"; by: string }
  | { type: "conference" }
  | { type: "closed"; reason: Reason }
  | { type: "refused"; what: "enter" | Refused; code: string };

/** What a frame says; null for what is no frame of ours. */
export function read(text: unknown): FromServer | null {
  if (typeof text !== "string") return null;
  try {
    const frame: unknown = JSON.parse(text);
    return isFrame(frame) ? frame : null;
  } catch {
    return null;
  }
}

/** It comes from our own server: that it is of some type is enough, and what is new to us is passed over. */
function isFrame(frame: unknown): frame is FromServer {
  return typeof frame === "object" && frame !== null && "type" in frame;
}
