import { canLink, isSignal, Link, type Remote, type Signal } from "./link";
import type { Tracks } from "./own";
import { qualityFor } from "./quality";
import { Rate } from "./rate";

type Other = { account: string; peer: string | null };

/** A link, and the names of its two ends; the other's is known once it has said a word. */
type Linked = { link: Link; mine: string; theirs: string | null };

/** Oneself and somebody else. */
type Pair = {
  /** How the server calls the other now. */
  peer: string;
  linked: Linked | null;
};

type Surroundings = {
  signal: (data: Signal, to: string) => void;
  servers: () => RTCIceServer[];
  changed: () => void;
  /** A name that nothing else has. */
  name: () => string;
};

const EARLY = 200; // signals that are kept for those whose coming is not told yet
/** Links, and offers by one that there is: a reload needs one, and who makes others arrange more means no good. */
const ANEW = { most: 30, within: 60_000 }; // milliseconds

/**
 * Media between everybody and everybody, each pair by a link of its own. Whoever comes offers one to those who are
 * there. However often the server calls the two otherwise, the link stays, and the media with it: each tells the other
 * between which ends it is whenever either has another connection to the server, and only where one of them knows
 * nothing of it there is another one.
 */
export class Mesh {
  readonly #around: Surroundings;
  readonly #pairs = new Map<string, Pair>();
  readonly #made = new Map<string, Rate>();
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
        this.#reach(account, peer, renamed);
      }
    }
    this.#tune();
  }

  /** Hear what another browser says about the path to it. */
  take(peer: string, data: unknown): void {
    if (!isSignal(data)) return undefined;
    const known = [...this.#pairs].find(([, pair]) => pair.peer === peer);
    if (known) return this.#hear(...known, data);
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
    return [...this.#pairs].flatMap(([account, { linked }]) =>
      linked ? [[account, linked.link]] : [],
    );
  }

  /** Somebody can be spoken to anew; what either said before may not have arrived. */
  #reach(account: string, peer: string, coming: boolean): void {
    const pair = this.#pairs.get(account) ?? { peer, linked: null };
    this.#pairs.set(account, pair);
    pair.peer = peer;
    if (pair.linked) this.#resume(pair, pair.linked);
    const early = this.#early.filter((one) => one.peer === peer);
    this.#early = this.#early.filter((one) => one.peer !== peer);
    for (const { data } of early) this.#hear(account, pair, data);
    if (coming && !pair.linked) this.#offer(account, pair);
  }

  #resume({ peer }: Pair, { link, mine, theirs }: Linked): void {
    if (theirs) this.#around.signal({ from: mine, to: theirs }, peer);
    link.resume();
  }

  #hear(account: string, pair: Pair, data: Signal): void {
    const { from, to, description, candidate } = data;
    const { linked } = pair;
    if (linked && isBetween(linked, data)) {
      if (description?.type === "offer" && !this.#mayArrange(account)) return;
      linked.theirs = from;
      linked.link.take(data);
      return;
    }
    const offered = linked?.theirs === null && linked.mine;
    if (to !== undefined) {
      // The link that they know is no more here. If another one is offered already, they will hear of it.
      if (!candidate && !offered) this.#offer(account, pair);
    } else if (description?.type === "offer") {
      // Where both have offered one, that whose end has the later name stands.
      if (!offered || offered < from) this.#answer(account, pair, data);
    }
  }

  #offer(account: string, pair: Pair): void {
    this.#link(account, pair, null);
  }

  #answer(account: string, pair: Pair, offer: Signal): void {
    this.#link(account, pair, offer.from)?.take(offer);
  }

  /** Have a new link in place of the last; null where there were too many. */
  #link(account: string, pair: Pair, theirs: string | null): Link | null {
    if (!canLink() || !this.#mayArrange(account)) return null;
    const mine = this.#around.name();
    const linked: Linked = {
      mine,
      theirs,
      link: new Link({
        offers: theirs === null,
        insists: () => mine > (linked.theirs ?? ""),
        servers: this.#around.servers,
        tracks: this.#tracks,
        last: pair.linked?.link.end() ?? null,
        signal: (data) => {
          const between = { from: mine, ...(linked.theirs !== null && { to: linked.theirs }) };
          this.#around.signal({ ...between, ...data }, pair.peer);
        },
        changed: () => {
          this.#tune();
          this.#around.changed();
        },
      }),
    };
    pair.linked = linked;
    this.#tune();
    this.#around.changed();
    return linked.link;
  }

  #mayArrange(account: string): boolean {
    const made = this.#made.get(account) ?? new Rate(ANEW);
    this.#made.set(account, made);
    return made.allows();
  }

  #drop(account: string): void {
    this.#pairs.get(account)?.linked?.link.end();
    this.#pairs.delete(account);
    this.#around.changed();
  }

  #tune(): void {
    const links = this.#links();
    const quality = qualityFor(links.length, this.#detailed);
    for (const [, link] of links) link.tune(quality);
  }
}

function isBetween({ mine, theirs }: Linked, { from, to }: Signal): boolean {
  if (theirs === null) return to === mine;
  return from === theirs && (to === undefined || to === mine);
}
