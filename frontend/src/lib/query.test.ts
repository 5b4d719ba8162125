import { expect, test } from "vitest";
import { Refusal } from "@/lib/api";
import { isWorthAnotherTry, pauseBefore } from "./query";

function heldUp(seconds: number | null): Refusal {
  return new Refusal(429, "too-many-requests", [], seconds);
}

test("What is asked too fast is asked again when the seconds that are told have passed", () => {
  expect(isWorthAnotherTry(0, heldUp(3))).toBe(true);
  expect(pauseBefore(0, heldUp(3))).toBe(3_000);
  expect(pauseBefore(1, heldUp(3))).toBe(3_000);
});

test("Whoever is to wait for long, or nobody knows for how long, is told at once", () => {
  expect(isWorthAnotherTry(0, heldUp(60))).toBe(false);
  expect(isWorthAnotherTry(0, heldUp(null))).toBe(false);
});

test("Nothing is asked again for ever, and nothing to which the answer was no", () => {
  expect(isWorthAnotherTry(2, heldUp(3))).toBe(false);
  expect(isWorthAnotherTry(1, new Refusal(503, "unavailable"))).toBe(true);
  expect(isWorthAnotherTry(2, new Refusal(503, "unavailable"))).toBe(false);
  expect(isWorthAnotherTry(0, new Refusal(404, "not-found"))).toBe(false);
});

test("Where the server failed, the pauses grow", () => {
  const failed = new Refusal(503, "unavailable");
  expect(pauseBefore(1, failed)).toBeGreaterThan(pauseBefore(0, failed));
});
