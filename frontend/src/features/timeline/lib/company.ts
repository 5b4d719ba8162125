import type { Company, Conference, Person } from "@/generated/api";

/** A live conference, and who of one's network is in it beside its speaker. */
export type OnAir = { conference: Conference; known: readonly Person[] };

/** What is on: the broadcasts of one's network, then others' conferences in which people of it are; each once. */
export function onAir(live: readonly Conference[], companies: readonly Company[]): OnAir[] {
  const network = new Map(companies.map((company) => [company.conference.id, company.network]));
  const reached = new Set(live.map(({ id }) => id));
  const others = companies.map(({ conference }) => conference);
  const shown = [...live, ...others.filter(({ id, mine }) => !mine && !reached.has(id))];
  return shown.map((conference) => ({
    conference,
    known: (network.get(conference.id) ?? []).filter(({ id }) => id !== conference.speaker.id),
  }));
}

/** How many speak, each counted once. */
export function speakers(shown: readonly OnAir[]): number {
  return new Set(shown.map(({ conference }) => conference.speaker.id)).size;
}

/** How many of one's network are there, each counted once as far as they are named. */
export function networkIn(shown: readonly OnAir[], companies: readonly Company[]): number {
  const ids = new Set(shown.map(({ conference }) => conference.id));
  const there = companies.filter(({ conference }) => ids.has(conference.id));
  const named = new Set(there.flatMap(({ network }) => network.map(({ id }) => id)));
  return there.reduce(
    (sum, { network, network_count: all }) => sum + all - network.length,
    named.size,
  );
}
