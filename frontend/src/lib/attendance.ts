import type { TFunction } from "i18next";
import type { Conference, Person } from "@/generated/api";
import { duration } from "@/lib/dates";
import { customs, figures } from "@/lib/numbers";
import { firstName, isolated } from "@/lib/people";

type Attended = Pick<Conference, "joined" | "people" | "people_count">;

/** How many are called by name; the others are counted. */
const NAMED = 2;

/** Who was there, the reader first: You, Inês and 4 others. Empty where nobody was. */
export function attendance(
  { joined, people, people_count }: Attended,
  reader: string,
  t: TFunction,
  language: string,
): string {
  const others = people
    .filter((person) => person.id !== reader)
    .map((person) => firstName(person.full_name))
    .filter(Boolean)
    .map(isolated);
  const known = joined ? [t("common.people.you"), ...others] : others;
  const named = known.slice(0, known.length === people_count ? known.length : NAMED);
  const rest = people_count - named.length;
  const counted = t("common.people.others", { count: rest, number: figures(rest, language) });
  return listed(rest > 0 ? [...named, counted] : named, language);
}

/** Who is there, those whom one knows by name: Inês, Bea and 4 others. */
export function company(
  known: readonly Person[],
  count: number,
  t: TFunction,
  language: string,
): string {
  const people = known.slice(0, NAMED);
  const people_count = Math.max(count, known.length); // asked for at another moment
  return attendance({ joined: false, people, people_count }, "", t, language);
}

/** One, two and three in a row, as the language strings them together. */
export function listed(words: string[], language: string): string {
  return strung(words, language).join("");
}

/** The same for what is no text, with the words that come between. */
export function strung<T>(things: readonly T[], language: string): (T | string)[] {
  const format = new Intl.ListFormat(customs(language), { type: "conjunction" });
  const parts = format.formatToParts(things.map((_, index) => index.toString()));
  return parts.map(({ type, value }) => {
    const thing = type === "element" ? things[Number(value)] : undefined;
    return thing ?? value;
  });
}

/** How long it took, in words: 48 min, 1 h 15. */
export function lasted(from: string, until: string, t: TFunction): string {
  return howLong((Date.parse(until) - Date.parse(from)) / 1000, t);
}

export function howLong(seconds: number, t: TFunction): string {
  const { hours, minutes } = duration(seconds);
  if (hours === 0) return t("conference.duration.minutes", { count: minutes });
  if (minutes === 0) return t("conference.duration.hours", { count: hours });
  const number = String(minutes).padStart(2, "0");
  const rest = t("conference.duration.after", { count: minutes, number });
  return t("conference.duration.both", { count: hours, rest });
}
