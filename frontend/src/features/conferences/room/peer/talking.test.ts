import { expect, test } from "vitest";
import { nextTalker } from "./talking";

const levels = (of: Record<string, number>) => new Map(Object.entries(of));
const AMAL = { account: "amal", heardAt: 1_000 };

test("Whoever is loudest has the word, and a quiet room has nobody", () => {
  expect(nextTalker(levels({ amal: 0.1, peter: 0.2 }), null, 0)).toBeNull();
  expect(nextTalker(levels({ amal: 0.5, peter: 0.7 }), null, 5)).toEqual({
    account: "peter",
    heardAt: 5,
  });
});

test("One keeps it through a breath, and loses it by a pause", () => {
  const silence = levels({ amal: 0, peter: 0 });
  expect(nextTalker(silence, AMAL, 2_499)).toEqual(AMAL);
  expect(nextTalker(silence, AMAL, 2_500)).toBeNull();
});

test("A cough of another does not take it away, but talking on does", () => {
  const both = levels({ amal: 0.5, peter: 0.9 });
  expect(nextTalker(both, AMAL, 1_599)).toEqual(AMAL);
  expect(nextTalker(both, AMAL, 1_600)).toEqual({ account: "peter", heardAt: 1_600 });
});

test("Whoever is gone has it no more", () => {
  expect(nextTalker(levels({ peter: 0 }), AMAL, 1_001)).toBeNull();
});
