import type { QueryClient } from "@tanstack/react-query";
import type { Counters } from "@/generated/api";
import { noteListening } from "@/lib/again";
import { answer, api, Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import {
  noteOtherAccount,
  noteSessionEnd,
  onReturn,
  onSessionEnd,
  ownerOfPage,
  startAnew,
} from "@/lib/session";
import { News, nothingUnderWay } from "./news";
import { everything, touchedBy } from "./topics";
import { type Heard, Windows } from "./windows";

/** After which what was asked for just before one began to listen is looked at once more. */
const CATCH_UP = 2_000; // milliseconds
/** After which one listens again where one was told to stop, and is signed in nevertheless. */
const AGAIN = 5_000;
/** Why it may end so that the page has to ask who is there. */
const OUT: ReadonlySet<string> = new Set(["signed-out", "suspended"]);

/** Hear, as somebody, what is to be looked at again, until one calls what comes back. */
export function listen(client: QueryClient, account: string): () => void {
  const listener = new Listener(client, account);
  const over = new AbortController();
  const { signal } = over;
  // A page that may be shown again as it was left keeps nothing open meanwhile, and none that is stopped is waited for.
  addEventListener("pagehide", listener.leave, { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && listener.come(), { signal });
  document.addEventListener("freeze", listener.leave, { signal });
  document.addEventListener("resume", listener.come, { signal });
  const forget = [onSessionEnd(listener.leave), onReturn(listener.come)];
  listener.come();
  return () => {
    over.abort();
    for (const stop of forget) stop();
    listener.leave();
  };
}

class Listener {
  readonly #client: QueryClient;
  readonly #account: string;
  readonly #windows: Windows;
  readonly #news: News;
  #here = false;
  #listening = false;
  /** Whether anything was heard yet: what is on the page was asked for just before. */
  #begun = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: QueryClient, account: string) {
    this.#client = client;
    this.#account = account;
    this.#news = new News(client);
    this.#windows = new Windows(account, (heard) => this.#take(heard));
  }

  readonly come = (): void => {
    this.#here = true;
    this.#windows.come();
  };

  readonly leave = (): void => {
    this.#here = false;
    clearTimeout(this.#timer);
    this.#windows.leave();
  };

  #take(heard: Heard): void {
    switch (heard.kind) {
      case "snapshot":
        void count(this.#client, heard.counters);
        return this.#begin(heard.within);
      case "listening":
        return this.#listening ? undefined : this.#begin(0);
      case "changed":
        if (heard.counters) void count(this.#client, heard.counters);
        return this.#news.look(touchedBy(heard.topics), heard.within);
      case "silence":
        return this.#note(false);
      case "end":
        this.#note(false);
        if (OUT.has(heard.reason)) void this.#askWhoIsHere(heard.reason === "suspended");
    }
  }

  #note(listening: boolean): void {
    this.#listening = listening;
    noteListening(this.#client, listening);
  }

  /** From now on one is told; what was before is to be looked at. */
  #begin(within: number): void {
    this.#note(true);
    if (this.#begun) return this.#news.look([everything], within);
    this.#begun = true;
    const since = Date.now();
    this.#timer = setTimeout(
      () => this.#news.look([(query) => everything(query) && query.state.dataUpdatedAt < since]),
      CATCH_UP,
    );
  }

  /** Whoever is signed out or suspended is told so by the answer; whoever is here has signed in again meanwhile. */
  async #askWhoIsHere(suspended: boolean): Promise<void> {
    await nothingUnderWay(this.#client); // one may be about to leave
    if (!this.#here || ownerOfPage() !== this.#account) return;
    try {
      await answer(api.GET("/api/me"));
    } catch (error) {
      const code = error instanceof Refusal && error.code;
      if (code === "other-account") return noteOtherAccount();
      if (code === "account-suspended") return startAnew("/suspended");
      if (code === "not-signed-in" && suspended) return noteSessionEnd(false, true);
    }
    if (!this.#here) return;
    this.#timer = setTimeout(() => {
      this.leave();
      this.come();
    }, AGAIN);
  }
}

/** Show how much is unread, as one was told; an answer that is on its way may be older. */
async function count(client: QueryClient, counters: Counters): Promise<void> {
  await client.cancelQueries({ queryKey: keys.counters });
  client.setQueryData<Counters>(keys.counters, counters);
}
