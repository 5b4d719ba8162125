import { expect, test } from "vitest";
import { jitter } from "./live";

test("Those who were answered at other milliseconds look again at other times, none far from the usual", () => {
  const waits = [0, 250, 999].map(jitter);
  expect(new Set(waits).size).toBe(3);
  for (const wait of waits) {
    expect(wait).toBeGreaterThanOrEqual(0.75);
    expect(wait).toBeLessThan(1.25);
  }
});
