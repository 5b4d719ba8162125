import { customs } from "@/lib/numbers";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something has been going on: 08:42, or 1:12:05 from an hour on. */
export function runningTime(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / SECOND));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? [hours, ...parts].join(":") : parts.join(":");
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(customs(language), options);
  formats.set(key, known);
  return known;
}

export function timeOfDay(at: string, language: string): string {
  return format(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(at),
  );
}

/** The day in full: Sunday 22 November, with the year where it is not this one. */
export function longDay(at: string, language: string, now: number): string {
  const then = new Date(at);
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" };
  const weekday = format(language, { weekday: "long" }).format(then);
  return `${weekday} ${format(language, sameYear ? day : { ...day, year: "numeric" }).format(then)}`;
}

/** In a list: the time today, the weekday this week, else the day and month. */
export function briefly(at: string, language: string, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return timeOfDay(at, language);
  if (days < 7) return format(language, { weekday: "short" }).format(new Date(at));
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  return format(language, sameYear ? day : { ...day, year: "numeric" }).format(new Date(at));
}

/** The day as a list names it, its number apart so that numbers stand below each other. */
export function shortDay(at: string, language: string, now: number): { day: string; rest: string } {
  const then = new Date(at);
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  const month: Intl.DateTimeFormatOptions = { month: "short" };
  return {
    day: format(language, { day: "numeric" }).format(then),
    rest: format(language, sameYear ? month : { ...month, year: "numeric" }).format(then),
  };
}

/** Whole days between two moments by the calendar of this place: 0 is today, 1 yesterday. */
export function daysBetween(at: string, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(Date.parse(at))) / DAY);
}

function startOfDay(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}

/** Today, yesterday, or nothing where the day's own name says more. */
export function nearDay(at: string, language: string, now: number): string | null {
  const days = daysBetween(at, now);
  if (days < 0 || days > 1) return null;
  const name = new Intl.RelativeTimeFormat(customs(language), { numeric: "auto" }).format(
    -days,
    "day",
  );
  return capital(name, language);
}

/** The day as it stands in a sentence, and of which kind its name is: sentences differ by that. */
export function dayWithin(
  at: string,
  language: string,
  now: number,
): { kind: DayKind; day: string } {
  const days = Math.max(0, daysBetween(at, now));
  const then = new Date(at);
  if (days <= 1) {
    const names = new Intl.RelativeTimeFormat(customs(language), { numeric: "auto" });
    return { kind: "near", day: names.format(-days, "day") };
  }
  if (days < 7) return { kind: "weekday", day: format(language, { weekday: "long" }).format(then) };
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" };
  return {
    kind: "date",
    day: format(language, sameYear ? day : { ...day, year: "numeric" }).format(then),
  };
}

export type DayKind = "near" | "weekday" | "date";

/** The month with its year: March 2024. */
export function monthOf(at: string, language: string): string {
  return format(language, { month: "long", year: "numeric" }).format(new Date(at));
}

/** Words as they begin a line. */
export function capital(words: string, language: string): string {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}

/** How long something took, to the minute: 48 min, 1 h 15. */
export function duration(seconds: number): { hours: number; minutes: number } {
  const minutes = Math.max(1, Math.round((seconds * SECOND) / MINUTE));
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

/** How long to wait, said as a person would: in 40 seconds, in 2 hours. */
export function wait(seconds: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(customs(language), { numeric: "always" });
  if (seconds < 90) return words.format(Math.ceil(seconds), "second");
  if (seconds < 90 * 60) return words.format(Math.ceil(seconds / 60), "minute");
  if (seconds < 36 * 3600) return words.format(Math.ceil(seconds / 3600), "hour");
  return words.format(Math.ceil(seconds / 86400), "day");
}
