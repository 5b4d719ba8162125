import { isSignal, Link, type Remote, type Signal } from "./link";
import type { Tracks } from "./own";
import { qualityFor } from "./quality";

type Other = { account: string; peer: string | null };

type Surroundings = {
  signal: (data: Signal, to: string) => void;
  servers: () => RTCIceServer[];
  changed: () => void;
};

const EARLY = 100; // signals that are kept for somebody whose coming is not told yet

/** Media between everybody and everybody, each pair by a link of its own. */
export class Mesh {
  readonly #around: Surroundings;
  readonly #links = new Map<string, Link>();
  /** What came from connections that we have not been told of yet. */
  readonly #early = new Map<string, Signal[]>();
  /** What came from whom last, shown until their next link brings something. */
  readonly #last = new Map<string, Remote>();
  #own: string | null = null;
  #tracks: Tracks = { audio: null, video: null };
  #detailed = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Be linked to these and no others. Somebody on the way back keeps the link until there is a new connection. */
  meet(own: string | null, others: readonly Other[]): void {
    if (own !== this.#own) this.#begin(own);
    const here = new Set(others.map(({ account }) => account));
    for (const account of this.#links.keys()) if (!here.has(account)) this.#drop(account);
    for (const { account, peer } of others) if (own && peer) this.#linkTo(account, own, peer);
    this.#tune();
  }

  /** Hear what another browser says about the path to it. */
  take(from: string, data: unknown): void {
    if (!isSignal(data)) return undefined;
    const link = [...this.#links.values()].find(({ peer }) => peer === from);
    if (link) return link.take(data);
    const early = this.#early.get(from) ?? [];
    if (early.length < EARLY) this.#early.set(from, [...early, data]);
    return undefined;
  }

  /** Send these from now on, and nothing else. */
  send(tracks: Tracks, detailed: boolean): void {
    this.#tracks = tracks;
    this.#detailed = detailed;
    for (const link of this.#links.values()) link.send(tracks);
    this.#tune();
  }

  /** What comes from whom, by account. */
  remotes(): ReadonlyMap<string, Remote> {
    return new Map([...this.#links].map(([account, link]) => [account, link.remote()]));
  }

  /** How loud each of the others is. */
  levels(): Map<string, number> {
    return new Map([...this.#links].map(([account, link]) => [account, link.level()]));
  }

  close(): void {
    this.#begin(null);
    this.#last.clear();
  }

  #linkTo(account: string, own: string, peer: string): void {
    const before = this.#links.get(account);
    if (before?.peer === peer) return;
    if (before) this.#last.set(account, before.end());
    const link = new Link({
      peer,
      offers: own > peer,
      servers: this.#around.servers(),
      tracks: this.#tracks,
      last: this.#last.get(account) ?? null,
      signal: (data) => this.#around.signal(data, peer),
      changed: () => {
        this.#tune();
        this.#around.changed();
      },
    });
    this.#links.set(account, link);
    for (const data of this.#early.get(peer) ?? []) link.take(data);
    this.#early.delete(peer);
    this.#around.changed();
  }

  #drop(account: string): void {
    this.#links.get(account)?.end();
    this.#links.delete(account);
    this.#last.delete(account);
    this.#around.changed();
  }

  /** Under another name of one's own every link is another. */
  #begin(own: string | null): void {
    if (this.#own !== null) this.#early.clear(); // that was for another connection of one's own
    this.#own = own;
    for (const [account, link] of this.#links) this.#last.set(account, link.end());
    this.#links.clear();
  }

  #tune(): void {
    const quality = qualityFor(this.#links.size, this.#detailed);
    for (const link of this.#links.values()) link.tune(quality);
  }
}
