import { expect, it } from "vitest";
import { missing } from "./form";

it("what is needed is missing where it is empty, blank, or not agreed to", () => {
  const values = { name: "Amal", email: " ", password: "", agreed: false, stay: true };
  expect(missing(values)).toEqual({
    email: "missing",
    password: "missing",
    agreed: "missing",
  });
});
