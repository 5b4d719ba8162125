import type { MeetingPass } from "@/generated/api";
import { type Listening, listen } from "../loudness";
import type { RoomSocket } from "../socket";
import { canLink, type Remote } from "./link";
import { Mesh } from "./mesh";
import { type Mishap, OwnMedia, type OwnView } from "./own";
import { nextTalker, type Talker } from "./talking";

export type CallView = {
  own: OwnView;
  hand: boolean;
  /** What comes from whom, by account. */
  remotes: ReadonlyMap<string, Remote>;
  /** The account of who talks. */
  talker: string | null;
};

/** Of a room, what a call needs. */
type Room = Pick<RoomSocket, "pass" | "view" | "watch" | "on" | "signal" | "tell">;
type Events = { mishap: Mishap; muted: undefined };

const LISTENED_EVERY = 250; // milliseconds

/** A call among the people of a room: what is sent and shown of oneself, and what comes from the others. */
export class Call {
  readonly own: OwnMedia;
  readonly #room: Room;
  readonly #mesh: Mesh;
  readonly #watchers = new Set<() => void>();
  readonly #hears: { [E in keyof Events]: Set<(event: Events[E]) => void> } = {
    mishap: new Set(),
    muted: new Set(),
  };
  /** What has happened before anybody could tell it. */
  readonly #mishaps: Mishap[] = [];
  #ends: (() => void)[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #hand = false;
  #talker: Talker | null = null;
  #listening: { to: MediaStream; ear: Listening } | null = null;
  #view: CallView;

  constructor(room: Room) {
    this.#room = room;
    this.own = new OwnMedia({
      changed: () => this.#sendOwn(),
      mishap: (mishap) => this.#complain(mishap),
    });
    this.#mesh = new Mesh({
      signal: (data, to) => void room.signal(data, to),
      servers: () => serversOf(room.pass),
      changed: () => this.#show(),
      name: () => crypto.getRandomValues(new Uint32Array(4)).join("-"),
    });
    this.#view = { own: this.own.view(), hand: false, remotes: new Map(), talker: null };
  }

  /** Begin, unless it has. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#ends = [
      // What was said before there was a stage is first: whoever has offered a link is answered, and offered no other.
      this.#room.on("signal", ({ from, data }) => this.#mesh.take(from, data)),
      this.#room.watch(() => this.#meet()),
      this.#room.on("muted", () => {
        this.own.mute();
        this.#emit("muted", undefined);
      }),
    ];
    this.#timer = setInterval(() => this.#listen(), LISTENED_EVERY);
    this.#sendOwn();
    this.#meet();
    void this.own.start();
    if (!canLink()) this.#complain({ of: "both", why: "no-calls" });
  }

  /** Wait until all who are there are connected, or it is over, but no longer than so many milliseconds. */
  reached(within: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(() => end(), within);
      const stop = this.watch(() => this.#isReached() && end());
      const end = () => {
        clearTimeout(timer);
        stop();
        done();
      };
    });
  }

  readonly view = (): CallView => this.#view;

  readonly watch = (tell: () => void): (() => void) => {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  };

  on<E extends keyof Events>(event: E, hear: (event: Events[E]) => void): () => void {
    this.#hears[event].add(hear);
    if (event === "mishap")
      for (const mishap of this.#mishaps.splice(0)) this.#emit("mishap", mishap);
    return () => this.#hears[event].delete(hear);
  }

  raiseHand(raised: boolean): void {
    this.#hand = raised;
    this.#sendOwn();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const end of this.#ends) end();
    this.#listening?.ear.stop();
    this.#listening = null;
    this.own.close();
    this.#mesh.close();
  }

  #complain(mishap: Mishap): void {
    if (this.#hears.mishap.size > 0) this.#emit("mishap", mishap);
    else this.#mishaps.push(mishap);
  }

  #emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const hear of this.#hears[event]) hear(value);
  }

  #meet(): void {
    const { status, peer, people } = this.#room.view();
    if (status === "closed") return this.close();
    this.#mesh.meet(
      peer,
      people.filter((person) => person.peer !== peer),
    );
    this.#show();
  }

  #isReached(): boolean {
    const { status, peer, people } = this.#room.view();
    const others = people.filter((person) => person.peer !== null && person.peer !== peer);
    return (
      status !== "connecting" &&
      others.every(({ account }) => this.#view.remotes.get(account)?.connected)
    );
  }

  /** What one sends, and what others are told of it. */
  #sendOwn(): void {
    const { audio, video, screen } = this.own.view();
    this.#mesh.send(this.own.tracks(), screen);
    this.#room.tell({ audio, video, screen, hand: this.#hand });
    this.#show();
  }

  #show(): void {
    this.#view = {
      own: this.own.view(),
      hand: this.#hand,
      remotes: this.#mesh.remotes(),
      talker: this.#talker?.account ?? null,
    };
    for (const tell of this.#watchers) tell();
  }

  #listen(): void {
    const levels = this.#mesh.levels();
    const { peer, people } = this.#room.view();
    const me = people.find((person) => person.peer === peer);
    if (me) levels.set(me.account, this.#ownLevel());
    const before = this.#talker?.account;
    this.#talker = nextTalker(levels, this.#talker, performance.now());
    if (this.#talker?.account !== before) this.#show();
  }

  #ownLevel(): number {
    const { sound, audio } = this.own.view();
    if (this.#listening?.to !== sound) {
      this.#listening?.ear.stop();
      this.#listening = sound && { to: sound, ear: listen(sound) };
    }
    return audio ? (this.#listening?.ear.level() ?? 0) : 0;
  }
}

const calls = new WeakMap<RoomSocket, Call>();

/** The one call of a room, which may begin before it is drawn. */
export function callOf(room: RoomSocket): Call {
  const call = calls.get(room) ?? new Call(room);
  calls.set(room, call);
  return call;
}

/** Those without a name and a word of their own need none. */
function serversOf({ peer }: MeetingPass): RTCIceServer[] {
  return (peer?.ice_servers ?? []).map(({ urls, username, credential }) => ({
    urls,
    ...(username && { username }),
    ...(credential && { credential }),
  }));
}
