/** Whose customs a language follows: British days and lists. */
export function customs(language: string): string {
  return language === "en" ? "en-GB" : language;
}

/** The day and month in the parts of the language, with the year where it is not this one: 15 Nov. */
export function dayAndMonth(at: string, language: string, now: number): Intl.DateTimeFormatPart[] {
  const then = new Date(at);
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(customs(language), {
    day: "numeric",
    month: "short",
    ...(!sameYear && { year: "numeric" }),
  }).formatToParts(then);
}
