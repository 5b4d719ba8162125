import { expect, test } from "vitest";
import { initials } from "./people";

test.each([
  ["Amal Haddad", "AH"],
  ["  noor   van Dijk ", "ND"],
  ["Zola", "Z"],
  ["", ""],
  [null, ""],
  ["👩‍👩‍👧‍👦 Family", "👩‍👩‍👧‍👦F"],
  ["محمد علي", "مع"],
])("The initials of %j are those of its first and last word", (name, letters) => {
  expect(initials(name).replaceAll("\u200c", "")).toBe(letters);
});

test("Initials are letters, and make no word together", () => {
  expect(initials("محمد علي")).toBe("م\u200cع");
});
