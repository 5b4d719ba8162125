export { isolated } from "@/lib/direction";

export const TINTS = ["clay", "sand", "moss", "sage", "mist", "dusk", "heather", "rose"] as const;
type Tint = (typeof TINTS)[number];

/** The tint of a person's initials: by the id alone, so that it stays when the name changes. */
export function tint(id: string | null | undefined): Tint {
  // The end of a UUID of version 7 is random, its beginning is a time.
  const number = Number.parseInt((id ?? "").slice(-2), 16);
  return TINTS[(Number.isNaN(number) ? 0 : number) % TINTS.length] ?? "clay";
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Between letters that are not to be joined, as Arabic ones would be, to a word that the name does not have. */
const APART = "\u200c";

/** One or two letters of a name: the first of its first and of its last word. */
export function initials(name: string | null | undefined): string {
  const words = (name ?? "").trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends.map((word) => first(word ?? "").toLocaleUpperCase()).join(APART);
}

function first(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment;
  return "";
}

/** What one calls a person among people who know each other. */
export function firstName(name: string | null | undefined): string {
  return (name ?? "").trim().split(/\s+/)[0] ?? "";
}
