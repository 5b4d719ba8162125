import { openStream, type Silence } from "./stream";
import { type Turn, takeOwnTurns, takeTurns } from "./turns";
import type { Told } from "./wire";

/** What a window hears: what the server tells, and whether it tells anything. */
export type Heard = Told | Silence | { kind: "listening" };

/** What windows say to each other; `who` asks the one that listens how it is. */
type Said = Heard | { kind: "who" };

const ASKED_EVERY = 20_000; // milliseconds, where it is shown
const UNANSWERED_MOST = 2; // so that one knows within a minute

/** The windows of a browser, as far as they are somebody's: one of them listens, and tells the others. */
export class Windows {
  readonly #name: string;
  readonly #account: string;
  readonly #hear: (heard: Heard) => void;
  #here: { channel: BroadcastChannel | null; turn: Turn; timer: number } | null = null;
  #leads = false;
  #listening = false;
  #unanswered = 0;

  constructor(account: string, hear: (heard: Heard) => void) {
    this.#account = account;
    this.#name = `wexstream.events.${account}`;
    this.#hear = hear;
  }

  /** Be one of them. */
  come(): void {
    if (this.#here) return;
    const channel = canAgree() ? new BroadcastChannel(this.#name) : null;
    channel?.addEventListener("message", ({ data }: MessageEvent<Said>) => this.#take(data));
    this.#here = { channel, turn: { seize: () => {}, leave: () => {} }, timer: 0 };
    this.#here.turn = channel ? takeTurns(this.#name, this.#lead) : takeOwnTurns(this.#lead);
    this.#here.timer = window.setInterval(this.#ask, ASKED_EVERY);
    document.addEventListener("visibilitychange", this.#ask);
    this.#unanswered = 0;
    this.#ask();
  }

  /** Be none any more: another takes over, if this one listened. */
  leave(): void {
    if (!this.#here) return;
    const { channel, turn, timer } = this.#here;
    this.#here = null;
    turn.leave();
    clearInterval(timer);
    document.removeEventListener("visibilitychange", this.#ask);
    channel?.close();
    this.#hear({ kind: "silence" });
  }

  readonly #lead = (): (() => void) => {
    this.#leads = true;
    this.#listening = false;
    const close = openStream(this.#account, (heard) => {
      this.#listening = heard.kind === "snapshot" || (this.#listening && heard.kind === "changed");
      this.#say(heard);
      this.#hear(heard);
    });
    return () => {
      if (!this.#leads) return;
      this.#leads = false;
      close();
      this.#hear({ kind: "silence" });
    };
  };

  #say(said: Said): void {
    this.#here?.channel?.postMessage(said);
  }

  #take(said: Said): void {
    if (said.kind === "who") {
      if (this.#leads) this.#say({ kind: this.#listening ? "listening" : "silence" });
      return;
    }
    this.#unanswered = 0;
    if (!this.#leads) this.#hear(said);
  }

  /** Ask the window that listens for a sign: one that the system has stopped gives none, and is not waited for. */
  readonly #ask = (): void => {
    if (this.#leads || document.hidden) return;
    if (this.#unanswered < UNANSWERED_MOST) {
      this.#unanswered += 1;
      return this.#say({ kind: "who" });
    }
    this.#unanswered = 0;
    this.#hear({ kind: "silence" });
    this.#here?.turn.seize();
  };
}

/** Not every browser can, nor any where the page came without TLS. */
function canAgree(): boolean {
  return "locks" in navigator && "BroadcastChannel" in window;
}
