import { beforeEach, describe, expect, it } from "vitest";
import { address, change, drop, EMPTY, keyOf, read } from "./drafts";

const NAME = "new";
const amal = { id: "1", full_name: "Amal Haddad" };

describe("a draft", () => {
  beforeEach(() => drop(NAME));

  it("keeps what was written until it is dropped", () => {
    change(NAME, { to: [amal], subject: "Tea" });
    change(NAME, { body: "At four?" });
    expect(read(NAME)).toEqual({ to: [amal], subject: "Tea", body: "At four?" });
    drop(NAME);
    expect(read(NAME)).toBe(EMPTY);
  });

  it("is sent under the same key as long as it says the same", () => {
    change(NAME, { to: [amal], subject: "Tea", body: "At four?" });
    const first = keyOf(NAME);
    expect(keyOf(NAME)).toBe(first);
    change(NAME, { body: "At five?" });
    expect(keyOf(NAME)).not.toBe(first);
  });

  it("begins with whom one came to write to, once, whatever is written already", () => {
    change(NAME, { subject: "Tea" });
    address(NAME, amal);
    expect(read(NAME)).toMatchObject({ to: [amal], subject: "Tea" });
    change(NAME, { to: [] });
    address(NAME, amal);
    expect(read(NAME).to).toEqual([]);
  });

  it("gets another key once it was sent", () => {
    change(NAME, { body: "Hello" });
    const first = keyOf(NAME);
    drop(NAME);
    change(NAME, { body: "Hello" });
    expect(keyOf(NAME)).not.toBe(first);
  });
});
