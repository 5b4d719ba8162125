import { expect, test } from "vitest";
import { jitter, lookAgain } from "./again";
import { Refusal } from "./api";

test("Those who were answered at other milliseconds look again at other times, none far from the usual", () => {
  const waits = [0, 250, 999].map(jitter);
  expect(new Set(waits).size).toBe(3);
  for (const wait of waits) {
    expect(wait).toBeGreaterThanOrEqual(0.75);
    expect(wait).toBeLessThan(1.25);
  }
});

function waitFor(fetchFailureCount: number, error: Refusal | null): number | false {
  return lookAgain("counters")({
    state: { dataUpdatedAt: 500, fetchFailureCount, error, status: error ? "error" : "success" },
  });
}

test("It is looked at again seldom while it fails, and not at all by who is signed out", () => {
  expect(waitFor(0, null)).toBe(20_000);
  expect(waitFor(1, null)).toBe(80_000);
  expect(waitFor(1, new Refusal(500, "internal"))).toBe(80_000);
  expect(waitFor(1, new Refusal(401, "not-signed-in"))).toBe(false);
});
