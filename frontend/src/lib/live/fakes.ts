import { vi } from "vitest";

/** Streams that were opened, the newest last; nothing comes but what a test lets come. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 0;

  constructor() {
    super();
    FakeEventSource.opened.push(this);
  }

  static get newest(): FakeEventSource {
    const newest = FakeEventSource.opened.at(-1);
    if (!newest) throw new Error("No stream was opened.");
    return newest;
  }

  says(kind: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }

  breaks(): void {
    this.dispatchEvent(new Event("error"));
  }

  isRefused(): void {
    this.readyState = FakeEventSource.CLOSED;
    this.breaks();
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

type Held = { name: string; lose: () => void };
type Waiting = { name: string; grant: () => void };

/** One lock of each name for all windows of a test. */
export class FakeLocks {
  #held: Held[] = [];
  #waiting: Waiting[] = [];

  request(
    name: string,
    { signal, steal }: { signal?: AbortSignal; steal?: boolean },
    hold: () => Promise<void>,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const lose = () => reject(new DOMException("", "AbortError"));
      const grant = () => {
        const mine = { name, lose };
        this.#held.push(mine);
        const release = async () => {
          await hold();
          resolve();
          if (!this.#held.includes(mine)) return;
          this.#held = this.#held.filter((one) => one !== mine);
          this.#grantNext(name);
        };
        void release();
      };
      const holder = this.#held.find((one) => one.name === name);
      if (steal && holder) {
        this.#held = this.#held.filter((one) => one !== holder);
        holder.lose();
      }
      if (steal || !holder) return grant();
      const waiting = { name, grant };
      this.#waiting.push(waiting);
      signal?.addEventListener("abort", () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        lose();
      });
    });
  }

  #grantNext(name: string): void {
    const next = this.#waiting.find((one) => one.name === name);
    this.#waiting = this.#waiting.filter((one) => one !== next);
    next?.grant();
  }
}

/** What windows say to each other; all but those that are deaf hear it at once. */
export class FakeChannel extends EventTarget {
  static all: FakeChannel[] = [];
  readonly name: string;
  deaf = false;

  constructor(name: string) {
    super();
    this.name = name;
    FakeChannel.all.push(this);
  }

  postMessage(data: unknown): void {
    if (this.deaf) return;
    for (const other of FakeChannel.all) {
      if (other === this || other.deaf || other.name !== this.name) continue;
      other.dispatchEvent(new MessageEvent("message", { data }));
    }
  }

  close(): void {
    FakeChannel.all = FakeChannel.all.filter((other) => other !== this);
  }
}

/** A browser in which windows can agree, or cannot. */
export function fakeBrowser({ agreeing = true } = {}): void {
  FakeEventSource.opened = [];
  FakeChannel.all = [];
  vi.stubGlobal("EventSource", FakeEventSource);
  if (!agreeing) return;
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  Object.defineProperty(navigator, "locks", { value: new FakeLocks(), configurable: true });
}

export function forgetBrowser(): void {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "locks");
  show(true);
}

/** Let the window be in sight, or out of it. */
export function show(shown: boolean): void {
  Object.defineProperty(document, "hidden", { value: !shown, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
