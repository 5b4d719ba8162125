/** At most so many within so many milliseconds. */
export class Rate {
  readonly #most: number;
  readonly #within: number;
  #lately: number[] = [];

  constructor({ most, within }: { most: number; within: number }) {
    this.#most = most;
    this.#within = within;
  }

  /** Whether there may be one more now; if so, it counts. */
  allows(): boolean {
    const now = performance.now();
    this.#lately = this.#lately.filter((at) => now - at < this.#within);
    if (this.#lately.length >= this.#most) return false;
    this.#lately.push(now);
    return true;
  }
}
