import type { MeetingPass } from "@/generated/api";
import { type Listening, listen } from "../loudness";
import type { RoomSocket } from "../socket";
import type { Remote } from "./link";
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
      mishap: (mishap) => this.#emit("mishap", mishap),
    });
    this.#mesh = new Mesh({
      signal: (data, to) => void room.signal(data, to),
      servers: () => serversOf(room.pass),
      changed: () => this.#show(),
      name: () => crypto.getRandomValues(new Uint32Array(4)).join("-"),
    });
    this.#view = { own: this.own.view(), hand: false, remotes: new Map(), talker: null };
  }

  start(): void {
    this.#ends = [
      this.#room.watch(() => this.#meet()),
      this.#room.on("muted", () => {
        this.own.mute();
        this.#emit("muted", undefined);
      }),
    ];
    this.#timer = setInterval(() => this.#listen(), LISTENED_EVERY);
    this.#sendOwn();
    this.#meet();
    // What was said before there was a stage is heard at once: by then it must be known who is there.
    this.#ends.push(this.#room.on("signal", ({ from, data }) => this.#mesh.take(from, data)));
    void this.own.start();
  }

  readonly view = (): CallView => this.#view;

  readonly watch = (tell: () => void): (() => void) => {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  };

  on<E extends keyof Events>(event: E, hear: (event: Events[E]) => void): () => void {
    this.#hears[event].add(hear);
    return () => this.#hears[event].delete(hear);
  }

  raiseHand(raised: boolean): void {
    this.#hand = raised;
    this.#sendOwn();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const end of this.#ends) end();
    this.#listening?.ear.stop();
    this.#listening = null;
    this.own.close();
    this.#mesh.close();
  }

  #emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const hear of this.#hears[event]) hear(value);
  }

  #meet(): void {
    const { peer, people } = this.#room.view();
    this.#mesh.meet(
      peer,
      people.filter((person) => person.peer !== peer),
    );
    this.#show();
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

/** Those without a name and a word of their own need none. */
function serversOf({ peer }: MeetingPass): RTCIceServer[] {
  return (peer?.ice_servers ?? []).map(({ urls, username, credential }) => ({
    urls,
    ...(username && { username }),
    ...(credential && { credential }),
  }));
}
