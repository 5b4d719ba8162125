import { expect, test } from "vitest";
import type { Member, Person } from "@/generated/api";
import { otherCount } from "./others";

const named = (id: string): Person => ({ id, full_name: id, picture: null });
const member = (id: string, present = true): Member => ({
  person: named(id),
  joined_at: "2026-11-22T18:41:00Z",
  left_at: null,
  present,
  attended_seconds: null,
  removed: false,
});
const live = (count: number, ...first: string[]) => ({
  state: "live" as const,
  people: first.map(named),
  people_count: count,
});

test("Whoever is about to go in does not count oneself, who was taken in before a reload", () => {
  expect(otherCount(live(1, "clara"), [], "clara")).toBe(0);
  expect(otherCount(live(4, "kofi", "peter", "yuki"), [member("clara")], "clara")).toBe(3);
});

test("All others count, and who has left does not count twice", () => {
  expect(otherCount(live(2, "kofi", "peter"), [member("clara", false)], "clara")).toBe(2);
  expect(otherCount(live(0), [member("clara")], "clara")).toBe(0);
});

test("Once it is over, one was there like all others", () => {
  const over = { ...live(2, "clara", "kofi"), state: "finished" as const };
  expect(otherCount(over, [], "clara")).toBe(2);
});
