import { beforeEach, describe, expect, it } from "vitest";
import { noteArrival } from "@/lib/session";
import { address, change, drop, dropSent, EMPTY, keyOf, read } from "./drafts";

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

describe("what was sent", () => {
  const sent = { to: [amal], subject: "Tea", body: "At four?" };
  beforeEach(() => {
    drop(NAME);
    change(NAME, sent);
  });

  it("is dropped", () => {
    expect(dropSent(NAME, sent)).toBe(false);
    expect(read(NAME)).toBe(EMPTY);
  });

  it("that was thrown away meanwhile is gone", () => {
    drop(NAME);
    expect(dropSent(NAME, sent)).toBe(false);
    expect(read(NAME)).toBe(EMPTY);
  });

  it("leaves what was written since, which is another message to the same people", () => {
    const first = keyOf(NAME);
    change(NAME, { body: "At four?\n\nI bring the cake." });
    expect(dropSent(NAME, sent)).toBe(true);
    expect(read(NAME)).toEqual({ ...sent, body: "I bring the cake." });
    change(NAME, { body: "At four?" });
    expect(keyOf(NAME)).not.toBe(first);
  });

  it("leaves all of a text that was changed within", () => {
    change(NAME, { body: "Not at four: at five?" });
    expect(dropSent(NAME, sent)).toBe(true);
    expect(read(NAME).body).toBe("Not at four: at five?");
  });

  it("leaves another subject, and whom it is to go to as well", () => {
    change(NAME, { subject: "Tea, and cake" });
    expect(dropSent(NAME, sent)).toBe(true);
    expect(read(NAME)).toEqual({ ...sent, subject: "Tea, and cake", body: "" });
    change(NAME, sent);
    const ben = { id: "2", full_name: "Ben Okafor" };
    change(NAME, { to: [amal, ben] });
    expect(dropSent(NAME, sent)).toBe(true);
    expect(read(NAME).to).toEqual([amal, ben]);
  });
});

function isAsked(): boolean {
  return !dispatchEvent(new Event("beforeunload", { cancelable: true }));
}

describe("whoever closes the page", () => {
  const MINE = "amal:new:";
  beforeEach(() => {
    drop(NAME);
    drop(MINE);
    noteArrival("amal");
  });

  it("is asked first where something is written and not sent", () => {
    expect(isAsked()).toBe(false);
    change(MINE, { to: [amal] });
    expect(isAsked()).toBe(false);
    change(MINE, { body: "At four?" });
    expect(isAsked()).toBe(true);
    change(MINE, { body: " " });
    expect(isAsked()).toBe(false);
    change(MINE, { subject: "Tea" });
    expect(isAsked()).toBe(true);
    drop(MINE);
    expect(isAsked()).toBe(false);
  });

  it("is not asked for what somebody else has written, nor after signing out in another window", () => {
    change(MINE, { body: "At four?" });
    noteArrival("ben");
    expect(isAsked()).toBe(false);
    localStorage.clear();
    expect(isAsked()).toBe(false);
    noteArrival("amal");
    expect(isAsked()).toBe(true);
  });
});
