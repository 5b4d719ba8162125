import { expect, test } from "vitest";
import type { Conference } from "@/generated/api";
import { byDay } from "./days";

function over(id: string, at: Date): Conference {
  return {
    id,
    title: id,
    description: null,
    visibility: "public",
    locked: false,
    state: "finished",
    speaker: { id, full_name: id, picture: null },
    mine: false,
    joined: false,
    created_at: at.toISOString(),
    broadcast_at: at.toISOString(),
    finished_at: at.toISOString(),
    people: [],
    people_count: 0,
    my_attendance_seconds: null,
  };
}

test("A day has one heading, by the calendar of this place", () => {
  const entries = byDay([
    over("evening", new Date(2026, 10, 22, 23, 59)),
    over("morning", new Date(2026, 10, 22, 0, 1)),
    over("before", new Date(2026, 10, 21, 23, 59)),
  ]);
  expect(entries.map(({ kind }) => kind)).toEqual([
    "day",
    "broadcast",
    "broadcast",
    "day",
    "broadcast",
  ]);
  expect(entries.map((entry) => entry.kind === "day" && entry.first)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});
