import type { QueryClient } from "@tanstack/react-query";
import { refreshNews } from "@/lib/lists";
import type { Touches } from "./topics";

/** From the end of one looking to the next: what comes together is looked at together. */
const PAUSE = 1_000; // milliseconds

/**
 * Looks at what others have changed, one time after the other, so that whatever comes meanwhile stops nothing. What is
 * not shown is only noted as old, as all is in a window that is out of sight: it is looked at when it is shown.
 */
export class News {
  readonly #client: QueryClient;
  readonly #waiting = new Set<Touches>();
  #looking = false;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  /** Look at all that is touched, at some time within so many seconds, as others do who were told the same. */
  look(touched: readonly Touches[], within = 0): void {
    if (within > 0) setTimeout(() => this.look(touched), Math.random() * within * 1_000);
    else this.#lookSoon(touched);
  }

  #lookSoon(touched: readonly Touches[]): void {
    for (const one of touched) this.#waiting.add(one);
    if (this.#looking) return;
    this.#looking = true;
    void this.#lookOn();
  }

  async #lookOn(): Promise<void> {
    await nothingUnderWay(this.#client);
    const touched = [...this.#waiting];
    this.#waiting.clear();
    await refreshNews(this.#client, {
      predicate: (query) => touched.some((touches) => touches(query)),
      refetchType: document.hidden ? "none" : "active",
    });
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (this.#waiting.size > 0) return this.#lookOn();
    this.#looking = false;
  }
}

/** Wait until what one does oneself has been answered: it is shown before, and an answer of before it would undo that. */
export function nothingUnderWay(client: QueryClient): Promise<void> {
  if (client.isMutating() === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = client.getMutationCache().subscribe(() => {
      if (client.isMutating() > 0) return;
      stop();
      resolve();
    });
  });
}
