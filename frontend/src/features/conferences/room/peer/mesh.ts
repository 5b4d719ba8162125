import { isSignal, Link, type Remote, type Signal } from "./link";
import type { Tracks } from "./own";
import { qualityFor } from "./quality";

type Other = { account: string; peer: string | null };

/** Oneself and somebody else. */
type Pair = {
  /** How the server calls the other now. */
  peer: string;
  /** Names of the two ends of their link. A page that is new has another one. */
  mine: string;
  theirs: string | null;
  link: Link | null;
};

type Surroundings = {
  signal: (data: Signal, to: string) => void;
  servers: () => RTCIceServer[];
  changed: () => void;
  /** A name that nothing else has. */
  name: () => string;
};

const EARLY = 200; // signals that are kept for those whose coming is not told yet

/**
 * Media between everybody and everybody, each pair by a link of its own. However often the server calls the two
 * otherwise, the link stays, and the media with it. So each tells the other which end of it they are whenever either
 * has another connection to the server; only where the other end is new, the link is as well.
 */
export class Mesh {
  readonly #around: Surroundings;
  readonly #pairs = new Map<string, Pair>();
  #early: { peer: string; data: Signal }[] = [];
  #own: string | null = null;
  #tracks: Tracks = { audio: null, video: null };
  #detailed = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Be linked to these and no others; the server calls oneself by the first name. */
  meet(own: string | null, others: readonly Other[]): void {
    const renamed = own !== this.#own;
    this.#own = own;
    const here = new Set(others.map(({ account }) => account));
    for (const account of this.#pairs.keys()) if (!here.has(account)) this.#drop(account);
    for (const { account, peer } of others) {
      if (own && peer && (renamed || peer !== this.#pairs.get(account)?.peer)) {
        this.#reach(account, peer);
      }
    }
    this.#tune();
  }

  /** Hear what another browser says about the path to it. */
  take(peer: string, data: unknown): void {
    if (!isSignal(data)) return undefined;
    const pair = [...this.#pairs.values()].find((known) => known.peer === peer);
    if (pair) return this.#hear(pair, data);
    this.#early = [...this.#early, { peer, data }].slice(-EARLY);
    return undefined;
  }

  /** Send these from now on, and nothing else. */
  send(tracks: Tracks, detailed: boolean): void {
    this.#tracks = tracks;
    this.#detailed = detailed;
    for (const [, link] of this.#links()) link.send(tracks);
    this.#tune();
  }

  /** What comes from whom, by account. */
  remotes(): ReadonlyMap<string, Remote> {
    return new Map(this.#links().map(([account, link]) => [account, link.remote()]));
  }

  /** How loud each of the others is. */
  levels(): Map<string, number> {
    return new Map(this.#links().map(([account, link]) => [account, link.level()]));
  }

  close(): void {
    for (const [, link] of this.#links()) link.end();
    this.#pairs.clear();
    this.#early = [];
    this.#own = null;
  }

  #links(): [string, Link][] {
    return [...this.#pairs].flatMap(([account, { link }]) => (link ? [[account, link]] : []));
  }

  /** Somebody can be spoken to anew; what either said before may not have arrived. */
  #reach(account: string, peer: string): void {
    const known = this.#pairs.get(account);
    const pair = known ?? { peer, mine: this.#around.name(), theirs: null, link: null };
    this.#pairs.set(account, pair);
    pair.peer = peer;
    this.#greet(pair);
    pair.link?.resume();
    const early = this.#early.filter((one) => one.peer === peer);
    this.#early = this.#early.filter((one) => one.peer !== peer);
    for (const { data } of early) this.#hear(pair, data);
  }

  #greet({ peer, mine }: Pair): void {
    this.#around.signal({ from: mine }, peer);
  }

  #hear(pair: Pair, data: Signal): void {
    if (data.to !== undefined && data.to !== pair.mine) return; // that was for an end that is no more
    if (data.from !== pair.theirs || !pair.link) this.#link(pair, data.from);
    pair.link?.take(data);
  }

  #link(pair: Pair, theirs: string): void {
    const { mine, link: before } = pair;
    const offers = mine > theirs;
    pair.theirs = theirs;
    pair.link = new Link({
      offers,
      servers: this.#around.servers,
      tracks: this.#tracks,
      last: before?.end() ?? null,
      signal: (data) => this.#around.signal({ from: mine, to: theirs, ...data }, pair.peer),
      changed: () => {
        this.#tune();
        this.#around.changed();
      },
    });
    // Whoever offers has to know to whom, and may have come too late for one's first greeting.
    if (!offers) this.#greet(pair);
    this.#tune();
    this.#around.changed();
  }

  #drop(account: string): void {
    this.#pairs.get(account)?.link?.end();
    this.#pairs.delete(account);
    this.#around.changed();
  }

  #tune(): void {
    const links = this.#links();
    const quality = qualityFor(links.length, this.#detailed);
    for (const [, link] of links) link.tune(quality);
  }
}
