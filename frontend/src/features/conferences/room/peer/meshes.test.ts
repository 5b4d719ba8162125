/* oxlint-disable no-await-in-loop -- one thing after the other */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeConnection, FakeStream } from "./fakes";
import { Mesh } from "./mesh";

type Event =
  | { own: string; others: { account: string; peer: string }[] }
  | { by: string; data: unknown };

/** Somebody's page, what the server has still to tell it, and by which name the server calls it. */
class Page {
  readonly account: string;
  inbox: Event[] = [];
  peer = "";
  mesh: Mesh;
  readonly #signal: (data: unknown, to: string) => void;
  readonly #name: () => string;

  constructor(account: string, signal: (data: unknown, to: string) => void, name: () => string) {
    this.account = account;
    this.#signal = signal;
    this.#name = name;
    this.mesh = this.load();
  }
  load(): Mesh {
    return new Mesh({
      signal: (data, to) => this.#signal(JSON.parse(JSON.stringify(data)), to),
      servers: () => [{ urls: this.account }],
      changed: () => {},
      name: this.#name,
    });
  }
  hear(event: Event): void {
    if ("own" in event) this.mesh.meet(event.own, event.others);
    else this.mesh.take(event.by, event.data);
  }
  connections(): FakeConnection[] {
    return FakeConnection.all.filter(
      ({ connectionState, configuration }) =>
        connectionState !== "closed" && configuration.iceServers?.[0]?.urls === this.account,
    );
  }
}

/** Two pages and a server that tells each of the other, in order, as long as they hear it. */
class World {
  readonly pages: readonly [Page, Page];
  #count = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
    // Of two names, which is the later one is left to chance.
    const name = () => `${Math.floor(random() * 1e9)}-${++this.#count}`;
    const made = (["amal", "peter"] as const).map(
      (account) => new Page(account, (data, to) => this.#pass(account, data, to), name),
    );
    const [amal, peter] = made;
    if (!amal || !peter) throw new Error("Nobody is there.");
    this.pages = [amal, peter];
    for (const page of this.pages) this.cut(page);
  }
  other(page: Page): Page {
    return page === this.pages[0] ? this.pages[1] : this.pages[0];
  }
  /** The socket is another one: what was on its way by the old one is lost. */
  cut(page: Page): void {
    page.peer = `${page.account}-${++this.#count}`;
    page.inbox = [];
    this.#show(page, true);
    this.#show(this.other(page), true);
  }
  reload(page: Page): void {
    page.mesh.close();
    page.mesh = page.load();
    this.cut(page);
  }
  /** The stage is another one, of which the server knows nothing. */
  remount(page: Page): void {
    page.mesh.close();
    page.mesh = page.load();
    const { account, peer } = this.other(page);
    page.inbox.unshift({ own: page.peer, others: [{ account, peer }] });
  }
  /** The grace of somebody is over, who comes in again. */
  lose(page: Page): void {
    this.#show(this.other(page), false);
    this.cut(page);
  }
  async deliver(most: number): Promise<void> {
    for (let count = 0; count < most; count += 1) {
      const waiting = this.pages.filter(({ inbox }) => inbox.length > 0);
      const page = waiting[Math.floor(this.#random() * waiting.length)];
      const event = page?.inbox.shift();
      if (!page || !event) return;
      page.hear(event);
      await vi.advanceTimersByTimeAsync(0);
    }
  }
  /** Pictures come where each has what the other said. */
  flow(): void {
    for (const connection of FakeConnection.all) {
      if (connection.connectionState === "new" && this.#isMet(connection)) {
        connection.becomes("connected");
      }
    }
  }
  #isMet({ number, remoteDescription }: FakeConnection): boolean {
    const other = FakeConnection.all.find(
      ({ localDescription }) => localDescription?.sdp === remoteDescription?.sdp,
    );
    return other?.remoteDescription?.sdp === `connection ${number}`;
  }
  #show(page: Page, both: boolean): void {
    const { account, peer } = this.other(page);
    page.inbox.push({ own: page.peer, others: both ? [{ account, peer }] : [] });
  }
  #pass(account: string, data: unknown, to: string): void {
    const [from, reader] = account === "amal" ? this.pages : this.pages.toReversed();
    if (from && reader?.peer === to) reader.inbox.push({ by: from.peer, data });
  }
}

/** As much by chance every time, so that what fails fails again (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("RTCPeerConnection", FakeConnection);
  vi.stubGlobal("MediaStream", FakeStream);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("Whatever is lost and whoever comes anew, two pages are linked by one connection each in the end", async () => {
  for (let seed = 0; seed < 300; seed += 1) {
    FakeConnection.all.length = 0;
    const random = chance(seed);
    const world = new World(random);
    for (let step = 0; step < 12; step += 1) {
      const page = world.pages[random() < 0.5 ? 0 : 1];
      const happens = random();
      if (happens < 0.25) world.cut(page);
      else if (happens < 0.4) world.reload(page);
      else if (happens < 0.5) world.lose(page);
      else if (happens < 0.6) world.remount(page);
      else if (happens < 0.7) world.flow();
      await world.deliver(Math.floor(random() * 6));
    }
    await world.deliver(1_000);
    await vi.advanceTimersByTimeAsync(10_000);
    await world.deliver(1_000);
    const [[one, ...more], [other, ...others]] = [
      world.pages[0].connections(),
      world.pages[1].connections(),
    ];
    const found = { one: one?.remoteDescription?.sdp, other: other?.remoteDescription?.sdp };
    expect({ seed, more, others, ...found }).toEqual({
      seed,
      more: [],
      others: [],
      one: `connection ${other?.number}`,
      other: `connection ${one?.number}`,
    });
    expect([one?.signalingState, other?.signalingState]).toEqual(["stable", "stable"]);
    for (const { mesh } of world.pages) mesh.close();
  }
});

test("However often sockets are cut, two pages that stay keep their connections", async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    FakeConnection.all.length = 0;
    const random = chance(seed);
    const world = new World(random);
    await world.deliver(1_000);
    world.flow();
    for (let step = 0; step < 12; step += 1) {
      world.cut(world.pages[random() < 0.5 ? 0 : 1]);
      await world.deliver(Math.floor(random() * 6));
    }
    await world.deliver(1_000);
    expect(
      FakeConnection.all.map(({ connectionState, restarts }) => [connectionState, restarts]),
    ).toEqual([
      ["connected", 0],
      ["connected", 0],
    ]);
    for (const { mesh } of world.pages) mesh.close();
  }
});
