import type { Conference } from "@/generated/api";
import { daysBetween } from "@/lib/dates";

export type Entry =
  | { kind: "day"; id: string; at: string; first: boolean }
  | { kind: "broadcast"; id: string; conference: Conference };

/** Broadcasts, newest first, with a heading before each day's first. */
export function byDay(broadcasts: readonly Conference[]): Entry[] {
  const entries: Entry[] = [];
  let before: string | null = null;
  for (const conference of broadcasts) {
    const at = conference.broadcast_at ?? conference.created_at;
    if (before === null || daysBetween(at, Date.parse(before)) !== 0) {
      entries.push({ kind: "day", id: `day ${at}`, at, first: before === null });
    }
    entries.push({ kind: "broadcast", id: conference.id, conference });
    before = at;
  }
  return entries;
}
