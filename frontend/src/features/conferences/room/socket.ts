import type { MeetingPass } from "@/generated/api";
import { Refusal } from "@/lib/api";
import {
  type FromServer,
  type Reason,
  type Refused,
  type RoomPerson,
  read,
  type Said,
  type State,
  type ToServer,
} from "./protocol";

export type Participant = RoomPerson & {
  /** Null until they have told it. */
  state: State | null;
  /** The place among the raised hands, from 1; null where it is not raised. */
  hand: number | null;
};

/** `lost`: one was in, and is being connected again. */
export type Status = "connecting" | "open" | "lost" | "closed";

export type RoomView = {
  status: Status;
  /** One's own connection. */
  peer: string | null;
  /** Who is there, oneself among them, the speaker first. */
  people: readonly Participant[];
};

/** A reason that the server gives, or its refusal to let one in again. */
export type Ending = Reason | Refusal;

type Events = {
  came: Participant;
  left: Participant;
  /** What others say to stages; what comes before there is one is kept for it. */
  said: Said<"signal" | "state">;
  chat: Said<"chat">;
  /** One is asked to mute oneself. */
  muted: { by: string };
  /** Something of the conference has changed. */
  conference: undefined;
  refused: { what: Refused; code: string };
  /** It is over for oneself; nothing comes after it. */
  closed: Ending;
};
type Listeners = { [E in keyof Events]: Set<(event: Events[E]) => void> };

/** As much of a WebSocket as is used. */
type Socket = Pick<WebSocket, "readyState" | "send" | "close" | "addEventListener">;

type Options = {
  pass: MeetingPass;
  /** Join again: every connection needs a ticket of its own. */
  renew: () => Promise<MeetingPass>;
  open?: (address: string) => Socket;
  random?: () => number;
};

const PATIENCE = 10_000; // milliseconds until one is welcome, or else another socket is tried
const UNHEARD = 200; // that are kept
const AT_ONCE = 500; // milliseconds at most, so that not all come at the same instant
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000]; // milliseconds, before jitter
/** The server begins anew, or the connection broke: the next may be there already. */
const CUT_OFF = new Set([1001, 1006, 1012]);

/** What keeps one out for a moment only. */
const PASSING = new Set(["expired", "unavailable"]);

/** A room by its socket, which is opened again when it is lost; it knows who is there and what they told. */
export class RoomSocket {
  #view: RoomView = { status: "connecting", peer: null, people: [] };
  #people: RoomPerson[] = [];
  /** The last connection of each account: what it told holds while the next is being made. */
  readonly #peers = new Map<string, string>();
  readonly #states = new Map<string, State>();
  /** Everybody that one has met, by connection: what they said outlives them. */
  readonly #met = new Map<string, RoomPerson>();
  readonly #unheard: Said<"signal" | "state">[] = [];
  #hands: string[] = [];
  #told: State | null = null;
  #pass: MeetingPass;
  #current: { socket: Socket; listening: AbortController } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;
  #failures = 0;
  readonly #renew: () => Promise<MeetingPass>;
  readonly #open: (address: string) => Socket;
  readonly #random: () => number;
  readonly #watchers = new Set<() => void>();
  readonly #listeners: Listeners = {
    came: new Set(),
    left: new Set(),
    said: new Set(),
    chat: new Set(),
    muted: new Set(),
    conference: new Set(),
    refused: new Set(),
    closed: new Set(),
  };

  constructor({
    pass,
    renew,
    open = (address) => new WebSocket(address),
    random = Math.random,
  }: Options) {
    this.#pass = pass;
    this.#renew = renew;
    this.#open = open;
    this.#random = random;
  }

  /** The newest pass; each connection has its own. */
  get pass(): MeetingPass {
    return this.#pass;
  }

  /** Who is there now; the same object until something changes. */
  readonly view = (): RoomView => this.#view;

  /** Who speaks, or spoke, by this connection. */
  whoIs(peer: string): RoomPerson | null {
    return this.#met.get(peer) ?? null;
  }

  /** Hear of every change of the view. */
  readonly watch = (tell: () => void): (() => void) => {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  };

  on<E extends keyof Events>(event: E, listener: (event: Events[E]) => void): () => void {
    this.#listeners[event].add(listener);
    if (event === "said") for (const said of this.#unheard.splice(0)) this.#emit("said", said);
    return () => this.#listeners[event].delete(listener);
  }

  start(): void {
    addEventListener("online", this.#hurry);
    this.#connect();
  }

  /** Tell others of oneself, now and whenever they or oneself come anew. */
  tell(state: State): void {
    this.#told = state;
    const { peer } = this.#view;
    if (!peer) return;
    this.#tellOf(state, null);
    this.#note(peer, state);
    this.#show();
  }

  /** Arrange media with one of them; false where the connection is lost. */
  signal(data: unknown, to: string): boolean {
    return this.#send({ type: "say", kind: "signal", to, data });
  }

  /** Write to one of them, or to all; it comes back when it has arrived. False where the connection is lost. */
  chat(text: string, to: string | null): boolean {
    return this.#send({ type: "say", kind: "chat", to, data: text });
  }

  /** Ask somebody to be mute; the speaker's alone. */
  mute(peer: string): boolean {
    return this.#send({ type: "mute", to: peer });
  }

  /** Leave the conference; false where the server could not be told. */
  leave(): boolean {
    const told = this.#send({ type: "leave" });
    this.close();
    return told;
  }

  /** Go without leaving: one may come back for a while. */
  close(): void {
    removeEventListener("online", this.#hurry);
    this.#drop();
    this.#show("closed");
  }

  #connect(): void {
    const socket = this.#open(addressOf(this.#pass.socket));
    const listening = new AbortController();
    const heard = { signal: listening.signal };
    socket.addEventListener(
      "open",
      () => this.#send({ type: "enter", ticket: this.#pass.ticket }),
      heard,
    );
    socket.addEventListener("message", ({ data }) => this.#take(read(data)), heard);
    socket.addEventListener("close", ({ code }) => this.#lose(code), heard);
    this.#current = { socket, listening };
    this.#timer = setTimeout(() => this.#lose(0), PATIENCE);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#waiting = false;
    this.#current?.listening.abort();
    this.#current?.socket.close();
    this.#current = null;
  }

  #send(frame: ToServer): boolean {
    if (this.#current?.socket.readyState !== WebSocket.OPEN) return false;
    this.#current.socket.send(JSON.stringify(frame));
    return true;
  }

  #take(frame: FromServer | null): void {
    switch (frame?.type) {
      case "welcome":
        return this.#enter(frame.peer, frame.people);
      case "came":
      case "changed":
        return this.#meet(frame.person);
      case "left":
        return this.#miss(frame.account);
      case "said":
        return this.#hear(frame);
      case "muted":
        return this.#emit("muted", { by: frame.by });
      case "conference":
        return this.#emit("conference", undefined);
      case "closed":
        return this.#end(frame.reason);
      case "refused":
        return this.#refuse(frame.what, frame.code);
      default:
        return undefined;
    }
  }

  #enter(peer: string, people: RoomPerson[]): void {
    clearTimeout(this.#timer);
    this.#failures = 0;
    this.#unheard.length = 0; // that was for another connection
    this.#people = people;
    const here = new Set(people.map(({ account }) => account));
    for (const account of this.#peers.keys()) if (!here.has(account)) this.#forget(account);
    for (const person of people) this.#follow(person);
    this.#view = { ...this.#view, peer };
    if (this.#told) this.#note(peer, this.#told);
    this.#show("open");
    if (this.#told) this.#tellOf(this.#told, null);
  }

  #meet(person: RoomPerson): void {
    const before = this.#people.find(({ account }) => account === person.account);
    const known = this.#peers.get(person.account);
    this.#follow(person);
    this.#people = before
      ? this.#people.map((one) => (one === before ? person : one))
      : [...this.#people, person];
    this.#show();
    const { peer } = person;
    if (peer && peer !== known && peer !== this.#view.peer && this.#told) {
      this.#tellOf(this.#told, peer);
    }
    if (!before) this.#emitOf("came", person.account, this.#view.people);
  }

  #miss(account: string): void {
    const { people } = this.#view;
    this.#people = this.#people.filter((person) => person.account !== account);
    this.#forget(account);
    this.#show();
    this.#emitOf("left", account, people);
  }

  #emitOf(event: "came" | "left", account: string, people: readonly Participant[]): void {
    const person = people.find((one) => one.account === account);
    if (person) this.#emit(event, person);
  }

  #hear(said: Said): void {
    if (said.kind === "chat") return this.#emit("chat", said);
    if (said.kind === "state") {
      this.#note(said.from, said.data);
      this.#show();
    }
    if (this.#listeners.said.size > 0) return this.#emit("said", said);
    if (this.#unheard.length < UNHEARD) this.#unheard.push(said);
    return undefined;
  }

  #follow(person: RoomPerson): void {
    const { account, peer } = person;
    if (!peer) return;
    this.#met.set(peer, person);
    const before = this.#peers.get(account);
    if (peer === before) return;
    this.#peers.set(account, peer);
    const state = before === undefined ? undefined : this.#states.get(before);
    // Until it has told anew, what it told before is the best that is known.
    if (state && !this.#states.has(peer)) this.#states.set(peer, state);
    if (before !== undefined) this.#states.delete(before);
  }

  #forget(account: string): void {
    const peer = this.#peers.get(account);
    if (peer !== undefined) this.#states.delete(peer);
    this.#peers.delete(account);
  }

  #tellOf(state: State, to: string | null): void {
    this.#send({ type: "say", kind: "state", to, data: state });
  }

  #note(peer: string, state: State): void {
    this.#states.set(peer, state);
  }

  #show(status: Status = this.#view.status): void {
    const known = this.#people.map((person) => ({ person, state: this.#stateOf(person) }));
    const raised = new Set(
      known.filter(({ state }) => state?.hand).map(({ person }) => person.account),
    );
    const still = this.#hands.filter((account) => raised.has(account));
    this.#hands = [...new Set([...still, ...raised])];
    const people = known
      .map(({ person, state }) => ({
        ...person,
        state,
        hand: raised.has(person.account) ? this.#hands.indexOf(person.account) + 1 : null,
      }))
      .toSorted((one, other) => Number(other.speaker) - Number(one.speaker));
    this.#view = { ...this.#view, status, people };
    for (const tell of this.#watchers) tell();
  }

  #stateOf({ account }: RoomPerson): State | null {
    const peer = this.#peers.get(account);
    return (peer === undefined ? undefined : this.#states.get(peer)) ?? null;
  }

  #refuse(what: "enter" | Refused, code: string): void {
    if (what !== "enter") return this.#emit("refused", { what, code });
    if (PASSING.has(code)) return undefined; // it closes, and is tried again with a new ticket
    return this.#end(reasonOf(new Refusal(403, code)));
  }

  #lose(code: number): void {
    this.#drop();
    this.#show(this.#view.status === "connecting" ? "connecting" : "lost");
    const first = CUT_OFF.has(code) && this.#failures === 0;
    this.#again(first ? AT_ONCE * this.#random() : this.#pause());
    this.#failures += 1;
  }

  #pause(): number {
    const step = Math.min(this.#failures, PAUSES.length - 1);
    return (PAUSES[step] ?? 0) * (0.5 + this.#random());
  }

  #again(pause: number): void {
    this.#waiting = true;
    this.#timer = setTimeout(() => void this.#retry(), pause);
  }

  readonly #hurry = (): void => {
    if (!this.#waiting) return;
    clearTimeout(this.#timer);
    void this.#retry();
  };

  async #retry(): Promise<void> {
    this.#waiting = false;
    try {
      this.#pass = await this.#renew();
    } catch (error) {
      return this.#fail(error);
    }
    if (this.#view.status !== "closed") this.#connect();
  }

  #fail(error: unknown): void {
    if (this.#view.status === "closed") return;
    if (error instanceof Refusal && isFinal(error)) return this.#end(reasonOf(error));
    const asked = error instanceof Refusal ? (error.retryAfter ?? 0) * 1_000 : 0;
    this.#again(Math.max(asked, this.#pause()));
    this.#failures += 1;
  }

  #end(ending: Ending): void {
    this.close();
    this.#emit("closed", ending);
  }

  #emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of this.#listeners[event]) listener(value);
  }
}

function addressOf(path: string): string {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

/** Whether asking again would be answered alike. */
function isFinal({ status }: Refusal): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

const REASONS: Partial<Record<string, Reason>> = {
  "not-signed-in": "signed-out",
  "account-suspended": "suspended",
  "conference-finished": "finished",
  "not-found": "not-for-you",
  "signed-out": "signed-out",
  suspended: "suspended",
  finished: "finished",
  "not-for-you": "not-for-you",
  removed: "removed",
};

function reasonOf(refusal: Refusal): Ending {
  return REASONS[refusal.code] ?? refusal;
}
