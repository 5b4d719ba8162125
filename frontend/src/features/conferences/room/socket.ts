import type { MeetingPass } from "@/generated/api";
import { Connection, type Options } from "./connection";
import { type Ending, endingOf } from "./endings";
import type { FromServer, Refused, RoomPerson, Said, State } from "./protocol";
import { Roster } from "./roster";
import { States } from "./states";

export type Participant = RoomPerson & {
  /** Null until they have told it. */
  state: State | null;
  /** The place among the raised hands, from 1; null where it is not raised. */
  hand: number | null;
  /** Whether they have had a connection since one is here. */
  met: boolean;
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

type Events = {
  came: Participant;
  left: Participant;
  /** What others say to stages, and write: what comes before anybody hears of it is kept. */
  signal: Said<"signal">;
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

const UNHEARD = 200; // of each kind, that are kept

/** A room by its socket: who is there, what they tell, and what one says oneself. */
export class RoomSocket {
  #view: RoomView = { status: "connecting", peer: null, people: [] };
  readonly #connection: Connection;
  readonly #roster = new Roster();
  readonly #states = new States(this.#roster);
  readonly #unheard = { signal: [] as Said<"signal">[], chat: [] as Said<"chat">[] };
  #told: State | null = null;
  readonly #watchers = new Set<() => void>();
  readonly #listeners: Listeners = {
    came: new Set(),
    left: new Set(),
    signal: new Set(),
    chat: new Set(),
    muted: new Set(),
    conference: new Set(),
    refused: new Set(),
    closed: new Set(),
  };

  constructor(options: Options) {
    this.#connection = new Connection(options, {
      heard: (frame) => this.#take(frame),
      lost: () => this.#show(this.#view.status === "connecting" ? "connecting" : "lost"),
      refused: (why) => this.#end(endingOf(why)),
    });
  }

  /** The newest pass. */
  get pass(): MeetingPass {
    return this.#connection.pass;
  }

  /** Who is there now; the same object until something changes. */
  readonly view = (): RoomView => this.#view;

  /** Who speaks, or has spoken lately, by this connection. */
  whoIs(peer: string): RoomPerson | null {
    return this.#roster.whoIs(peer);
  }

  /** Hear of every change of the view. */
  readonly watch = (tell: () => void): (() => void) => {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  };

  on<E extends keyof Events>(event: E, listener: (event: Events[E]) => void): () => void {
    this.#listeners[event].add(listener);
    if (event === "signal" || event === "chat") this.#catchUp(event);
    return () => this.#listeners[event].delete(listener);
  }

  start(): void {
    this.#connection.start();
  }

  /** Tell others of oneself, now and whenever they or oneself come anew. */
  tell(state: State): void {
    const known = this.#told && isSame(this.#told, state);
    this.#told = state;
    const { peer } = this.#view;
    if (!peer || known) return;
    this.#tellOf(state, null);
    this.#states.note(peer, state);
    this.#show();
  }

  /** Arrange media with one of them; false where the connection is lost. */
  signal(data: unknown, to: string): boolean {
    return this.#connection.send({ type: "say", kind: "signal", to, data });
  }

  /** Write to one of them, or to all; it comes back when it has arrived. False where the connection is lost. */
  chat(text: string, to: string | null): boolean {
    return this.#connection.send({ type: "say", kind: "chat", to, data: text });
  }

  /** Ask somebody to be mute; the speaker's alone. */
  mute(peer: string): boolean {
    return this.#connection.send({ type: "mute", to: peer });
  }

  /** Leave the conference; false where the server could not be told. */
  leave(): boolean {
    const told = this.#connection.send({ type: "leave" });
    this.close();
    return told;
  }

  /** Go without leaving: one may come back for a while. */
  close(): void {
    this.#connection.close();
    this.#show("closed");
  }

  #take(frame: FromServer): void {
    switch (frame.type) {
      case "welcome":
        return this.#enter(frame.peer, frame.people);
      case "people":
        return this.#replace(frame.people);
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
    this.#unheard.signal.length = 0; // that was for another connection
    this.#roster.replace(people);
    this.#states.follow();
    this.#view = { ...this.#view, peer };
    if (this.#told) this.#states.note(peer, this.#told);
    this.#show("open");
    if (this.#told) this.#tellOf(this.#told, null);
  }

  /** Too many have come and gone to tell of each. */
  #replace(people: RoomPerson[]): void {
    const known = new Set(this.#roster.people.map(({ peer }) => peer));
    this.#roster.replace(people);
    this.#states.follow();
    this.#show();
    if (this.#told && people.some(({ peer }) => !known.has(peer))) this.#tellOf(this.#told, null);
  }

  #meet(person: RoomPerson): void {
    const { account, peer } = person;
    const known = this.#roster.peerOf(account);
    const before = this.#roster.put(person);
    this.#states.follow();
    this.#show();
    if (peer && peer !== known && peer !== this.#view.peer && this.#told) {
      this.#tellOf(this.#told, peer);
    }
    if (!before) this.#emitOf("came", account, this.#view.people);
  }

  #miss(account: string): void {
    const { people } = this.#view;
    this.#roster.remove(account);
    this.#states.follow();
    this.#show();
    this.#emitOf("left", account, people);
  }

  #emitOf(event: "came" | "left", account: string, people: readonly Participant[]): void {
    const person = people.find((one) => one.account === account);
    if (person) this.#emit(event, person);
  }

  #hear(said: Said): void {
    if (said.kind === "chat") return this.#keep("chat", this.#unheard.chat, said);
    if (said.kind === "signal") return this.#keep("signal", this.#unheard.signal, said);
    this.#states.note(said.from, said.data);
    return this.#show();
  }

  #keep<E extends "signal" | "chat">(event: E, unheard: Events[E][], said: Events[E]): void {
    if (this.#listeners[event].size > 0) this.#emit(event, said);
    else if (unheard.length < UNHEARD) unheard.push(said);
  }

  #catchUp(event: "signal" | "chat"): void {
    if (event === "chat") for (const said of this.#unheard.chat.splice(0)) this.#emit(event, said);
    else for (const said of this.#unheard.signal.splice(0)) this.#emit(event, said);
  }

  #refuse(what: "enter" | Refused, code: string): void {
    if (what !== "enter") this.#emit("refused", { what, code });
  }

  #tellOf(state: State, to: string | null): void {
    this.#connection.send({ type: "say", kind: "state", to, data: state });
  }

  #show(status: Status = this.#view.status): void {
    const people = this.#roster.people
      .map((person) => ({
        ...person,
        state: this.#states.of(person.account),
        hand: this.#states.handOf(person.account),
        met: this.#roster.peerOf(person.account) !== null,
      }))
      .toSorted((one, other) => Number(other.speaker) - Number(one.speaker));
    this.#view = { ...this.#view, status, people };
    for (const tell of this.#watchers) tell();
  }

  #end(ending: Ending): void {
    this.close();
    this.#emit("closed", ending);
  }

  #emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of this.#listeners[event]) listener(value);
  }
}

function isSame(one: State, other: State): boolean {
  return (["audio", "video", "screen", "hand"] as const).every((key) => one[key] === other[key]);
}
