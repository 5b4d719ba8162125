/** Letters and figures that are written from right to left, and what belongs to them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A name or a title within a sentence, so that it is written in its own direction and turns nothing around it. */
export function isolated(words: string): string {
  return `\u2068${words}\u2069`;
}

/** The same where it is needed: nothing turns an English sentence whose every word is written as it is. */
export function within(words: string, direction: "ltr" | "rtl"): string {
  return direction === "rtl" || RIGHT_TO_LEFT.test(words) ? isolated(words) : words;
}
