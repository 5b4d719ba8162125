import type { RoomSocket, RoomView } from "../socket";
import { Door } from "./door";

/** Of a room, what a meeting needs. */
export type Room = Pick<RoomSocket, "view" | "watch" | "on" | "signal">;

const EVERY = 1_000; // milliseconds
const AGAIN = 5_000; // milliseconds until what may be lost is said again
const AT_ONCE = 20; // answers: a room's socket takes no flood
/** Jitsi's names of participants are shorter by far. */
const SEAT = /^[!-~]{1,64}$/;

/** Say to the speaker's page which participant one is, until it knows; and again when either connection is another. */
export function tellSeat(room: Room, seat: string): () => void {
  let told = "";
  let known = "";
  const say = () => {
    const { pair, to } = pairWithSpeaker(room);
    told = pair;
    if (to !== null && pair !== known) room.signal({ seat }, to);
  };
  const timer = setInterval(say, AGAIN);
  const ends = [
    () => clearInterval(timer),
    room.watch(() => {
      if (pairWithSpeaker(room).pair !== told) say();
    }),
    room.on("signal", ({ from, data }) => {
      const { pair, to } = pairWithSpeaker(room);
      if (from === to && textIn(data, "known") === seat) known = pair;
    }),
  ];
  say();
  return () => {
    for (const end of ends) end();
  };
}

/** The speaker's connection as seen by one's own; null where it is not there, or it is one's own. */
function pairWithSpeaker(room: Room): { pair: string; to: string | null } {
  const { status, peer, people } = room.view();
  const speaker = people.find((person) => person.speaker)?.peer ?? null;
  const to = status === "open" && speaker !== peer ? speaker : null;
  return { pair: `${peer} ${to}`, to };
}

type PutOut = (seat: string) => void;

/**
 * Keeps the door from the speaker's page, for one meeting after another: has everybody put out who is nobody that may
 * be here.
 */
export class Doorkeeper {
  readonly #room: Room;
  readonly #door = new Door();
  readonly #unanswered = new Map<string, string>();
  readonly #ends: (() => void)[];
  #status: RoomView["status"];
  #putOut: PutOut | null = null;

  constructor(room: Room) {
    this.#room = room;
    this.#status = room.view().status;
    const timer = setInterval(() => {
      this.#answer();
      this.#look();
    }, EVERY);
    this.#ends = [
      () => clearInterval(timer),
      room.watch(() => this.#look()),
      room.on("signal", ({ from, data }) => {
        const seat = textIn(data, "seat");
        if (seat === null || !SEAT.test(seat)) return; // else it would be kept, and said back, at any length
        this.#door.hear(from, seat);
        this.#unanswered.set(from, seat);
      }),
    ];
  }

  /** A meeting begins, or with null is over. */
  attend(putOut: PutOut | null): void {
    this.#door.empty();
    this.#putOut = putOut;
  }

  came(seat: string): void {
    this.#door.came(seat, Date.now());
  }

  went(seat: string): void {
    this.#door.went(seat);
  }

  stop(): void {
    for (const end of this.#ends) end();
  }

  #look(): void {
    const { status, people } = this.#room.view();
    if (status !== this.#status) this.#door.wait(Date.now());
    this.#status = status;
    if (status !== "open") return;
    for (const seat of this.#door.strangers(people, Date.now())) this.#putOut?.(seat);
  }

  #answer(): void {
    for (const [peer, seat] of [...this.#unanswered].slice(0, AT_ONCE)) {
      this.#unanswered.delete(peer);
      this.#room.signal({ known: seat }, peer);
    }
  }
}

/** What another page says is whatever it likes. */
function textIn(data: unknown, name: string): string | null {
  if (typeof data !== "object" || data === null) return null;
  const text: unknown = Reflect.get(data, name);
  return typeof text === "string" ? text : null;
}
