import { expect, it } from "vitest";
import { dayWithin, monthOf } from "./dates";

const NOW = new Date(2026, 10, 26, 9, 30).getTime();

function on(year: number, month: number, day: number): string {
  return new Date(year, month - 1, day, 12).toISOString();
}

it("says a day within a sentence by what is nearest", () => {
  expect(dayWithin(on(2026, 11, 26), "en", NOW)).toEqual({ kind: "near", day: "today" });
  expect(dayWithin(on(2026, 11, 25), "fr", NOW)).toEqual({ kind: "near", day: "hier" });
  expect(dayWithin(on(2026, 11, 20), "en", NOW)).toEqual({ kind: "weekday", day: "Friday" });
  expect(dayWithin(on(2026, 11, 19), "en", NOW)).toEqual({ kind: "date", day: "19 November" });
  expect(dayWithin(on(2024, 3, 5), "fr", NOW)).toEqual({ kind: "date", day: "5 mars 2024" });
});

it("takes what a clock ahead of ours says of tomorrow for today", () => {
  expect(dayWithin(on(2026, 11, 27), "en", NOW)).toEqual({ kind: "near", day: "today" });
});

it("says a month with its year", () => {
  expect(monthOf(on(2024, 3, 5), "en")).toBe("March 2024");
});
