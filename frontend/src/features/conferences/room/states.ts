import type { State } from "./protocol";
import type { Roster } from "./roster";

const EARLY = 20; // that are kept of those whose coming is not told yet

/** What people told of their devices and hands. */
export class States {
  readonly #roster: Roster;
  /** By account. Until somebody has told anew, what they told before is the best that is known. */
  readonly #told = new Map<string, State>();
  /** By connection. */
  readonly #early = new Map<string, State>();
  #hands: readonly string[] = [];

  constructor(roster: Roster) {
    this.#roster = roster;
  }

  note(peer: string, state: State): void {
    const person = this.#roster.people.find((one) => one.peer === peer);
    if (person) this.#told.set(person.account, state);
    else this.#keep(peer, state);
    this.#order();
  }

  /** The roster has changed. */
  follow(): void {
    const here = new Set(this.#roster.people.map(({ account }) => account));
    for (const account of this.#told.keys()) if (!here.has(account)) this.#told.delete(account);
    for (const { account, peer } of this.#roster.people) {
      const state = peer === null ? undefined : this.#early.get(peer);
      if (peer === null || !state) continue;
      this.#told.set(account, state);
      this.#early.delete(peer);
    }
    this.#order();
  }

  /** Null until they have told it. */
  of(account: string): State | null {
    return this.#told.get(account) ?? null;
  }

  /** The place among the raised hands, from 1; null where it is not raised. */
  handOf(account: string): number | null {
    const place = this.#hands.indexOf(account);
    return place < 0 ? null : place + 1;
  }

  #keep(peer: string, state: State): void {
    this.#early.set(peer, state);
    const [oldest] = this.#early.keys();
    if (this.#early.size > EARLY && oldest !== undefined) this.#early.delete(oldest);
  }

  /** Hands stand in the order in which they were raised. */
  #order(): void {
    const raised = [...this.#told].filter(([, { hand }]) => hand).map(([account]) => account);
    const still = this.#hands.filter((account) => raised.includes(account));
    this.#hands = [...new Set([...still, ...raised])];
  }
}
