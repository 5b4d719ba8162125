/** Whom one listens to, and when they were heard last, in milliseconds. */
export type Talker = { account: string; heardAt: number };

const AUDIBLE = 0.3; // of what a loud voice is
const BREATH = 600; // milliseconds that one may be silent before another has the word
const PAUSE = 1_500; // milliseconds after which nobody has it

/** Who talks: the loudest, but not another one with every breath. */
export function nextTalker(
  levels: ReadonlyMap<string, number>,
  before: Talker | null,
  now: number,
): Talker | null {
  const audible = [...levels].filter(([, level]) => level >= AUDIBLE);
  const loudest = audible.toSorted(([, one], [, other]) => other - one)[0]?.[0];
  const still = before && levels.has(before.account) ? before : null;
  const silentFor = still ? now - still.heardAt : Number.POSITIVE_INFINITY;
  if (loudest === undefined) return silentFor < PAUSE ? still : null;
  if (loudest === still?.account || silentFor >= BREATH) return { account: loudest, heardAt: now };
  return still;
}
