import type { RoomPerson } from "./protocol";

const FORMER = 100; // connections that are remembered

/** Who is there. */
export class Roster {
  #people: readonly RoomPerson[] = [];
  /** The last connection of each account, also while the next is being made. */
  readonly #peers = new Map<string, string>();
  /** Whose connections were some that are no more: what was said by them may still come. */
  readonly #former = new Map<string, RoomPerson>();

  get people(): readonly RoomPerson[] {
    return this.#people;
  }

  /** Those are there, and nobody else. */
  replace(people: readonly RoomPerson[]): void {
    const here = new Set(people.map(({ account }) => account));
    for (const { account } of this.#people) if (!here.has(account)) this.remove(account);
    for (const person of people) this.put(person);
    this.#people = people;
  }

  /** Somebody is there, or is there otherwise; who they were before. */
  put(person: RoomPerson): RoomPerson | null {
    const before = this.#people.find(({ account }) => account === person.account) ?? null;
    this.#people = before
      ? this.#people.map((one) => (one === before ? person : one))
      : [...this.#people, person];
    if (before?.peer && before.peer !== person.peer) this.#remember(before.peer, before);
    if (person.peer) this.#peers.set(person.account, person.peer);
    return before;
  }

  /** Somebody is not there any more; who that was. */
  remove(account: string): RoomPerson | null {
    const person = this.#people.find((one) => one.account === account) ?? null;
    if (person?.peer) this.#remember(person.peer, person);
    this.#people = this.#people.filter((one) => one !== person);
    this.#peers.delete(account);
    return person;
  }

  /** Whose connection it is, or was. */
  whoIs(peer: string): RoomPerson | null {
    const here = this.#people.find((person) => person.peer === peer);
    return here ?? this.#former.get(peer) ?? null;
  }

  /** The last connection of somebody who is there. */
  peerOf(account: string): string | null {
    return this.#peers.get(account) ?? null;
  }

  #remember(peer: string, person: RoomPerson): void {
    this.#former.set(peer, person);
    const [oldest] = this.#former.keys();
    if (this.#former.size > FORMER && oldest !== undefined) this.#former.delete(oldest);
  }
}
