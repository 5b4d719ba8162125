export const LEVELS = ["short", "weak", "fair", "good", "strong"] as const;
type Level = (typeof LEVELS)[number];

const POOLS = [
  [/\p{Lowercase}/u, 26],
  [/\p{Uppercase}/u, 26],
  [/\p{Nd}/u, 10],
  [/[^\p{L}\p{Nd}]/u, 20],
  [/\p{Lo}/u, 40],
] as const;
const WEAK_BELOW = 46; // bits
const FAIR_BELOW = 62;
const GOOD_BELOW = 80;

/** How hard a password is to guess, roughly: a hint while typing. The server has the last word. */
export function strength(password: string, shortest: number): Level {
  const characters = Array.from(password);
  if (characters.length < shortest) return "short";
  const bits = surprising(characters) * Math.log2(poolOf(password));
  if (bits < WEAK_BELOW) return "weak";
  if (bits < FAIR_BELOW) return "fair";
  return bits < GOOD_BELOW ? "good" : "strong";
}

function poolOf(password: string): number {
  return POOLS.reduce((size, [kind, more]) => (kind.test(password) ? size + more : size), 1);
}

/** How many characters neither repeat the one before nor follow it in the alphabet. */
function surprising(characters: readonly string[]): number {
  return characters.filter((character, index) => {
    const before = characters[index - 1]?.codePointAt(0);
    const here = character.codePointAt(0);
    return before === undefined || here === undefined || Math.abs(here - before) > 1;
  }).length;
}
