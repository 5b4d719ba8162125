import { expect, test } from "vitest";
import { person } from "./fakes";
import { namesAmong } from "./names";

const AMAL = person("amal", { name: "Amal Haddad" });
const PETER = person("peter", { name: "Peter Lindqvist" });

test("People are called by their first names", () => {
  const names = namesAmong([AMAL, PETER, AMAL], "You");
  expect([AMAL, PETER, null].map(names)).toEqual(["Amal", "Peter", ""]);
});

test.each(["Amal Hadad", "AMAL Haddad", "Ämal H", "Am\u200dal H", "Amal"])(
  "Where another goes by the same (%s), both are called by all of their name",
  (name) => {
    const other = person("other", { name });
    const names = namesAmong([AMAL, PETER, other], "You");
    expect([AMAL, PETER, other].map(names)).toEqual(["Amal Haddad", "Peter", name]);
  },
);

test("Nobody is called as oneself is", () => {
  const other = person("other", { name: "You Haddad" });
  expect(namesAmong([other], "You")(other)).toBe("You Haddad");
});
