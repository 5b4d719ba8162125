import type { RoomPerson } from "../protocol";

/** For how long a newcomer may be without anybody who says to be it. */
export const PATIENCE = 30_000; // milliseconds

/**
 * Who is in a meeting that our server does not see into. Jitsi names participants by ids of its own, and tells no
 * account; so each page says to the speaker's which of them it is. Whoever is said to be by nobody who may be here
 * is a stranger. Thus to say that one is somebody else puts nobody out, but whoever says it.
 */
export class Door {
  /** Since when each participant is known. */
  readonly #since = new Map<string, number>();
  /** What connections said. They may be heard before it is known whose they are. */
  readonly #said = new Map<string, string>();
  /** What was said last for each account that is here. */
  readonly #seats = new Map<string, string>();

  came(seat: string, at: number): void {
    this.#since.set(seat, at);
  }

  went(seat: string): void {
    this.#since.delete(seat);
  }

  /** Another meeting begins; what was said holds. */
  empty(): void {
    this.#since.clear();
  }

  hear(peer: string, seat: string): void {
    this.#said.set(peer, seat);
  }

  /** Give everybody time anew: nobody could be heard for a while. */
  wait(at: number): void {
    for (const seat of this.#since.keys()) this.#since.set(seat, at);
  }

  /** Whom nobody of those here says to be, although there was time to. */
  strangers(here: readonly RoomPerson[], at: number): string[] {
    for (const { account, peer } of here) {
      const seat = peer === null ? undefined : this.#said.get(peer);
      if (seat !== undefined) this.#seats.set(account, seat);
    }
    const accounts = new Set(here.map(({ account }) => account));
    for (const account of this.#seats.keys()) {
      if (!accounts.has(account)) this.#seats.delete(account);
    }
    const known = new Set(this.#seats.values());
    const settled = [...this.#since].filter(([, since]) => at - since >= PATIENCE);
    return settled.map(([seat]) => seat).filter((seat) => !known.has(seat));
  }
}
