import { expect, test } from "vitest";
import { connectionsAt, isId, joining, messagesAt, soughtAt, writingTo } from "./places";

test("A name that nothing can have is not asked for", () => {
  expect(isId("0192f0c1-7a3b-7c4d-8e5f-60718293a4b5")).toBe(true);
  expect(isId("null")).toBe(false);
  expect(isId("")).toBe(false);
  expect(isId(null)).toBe(false);
});

test("What is looked for is cut where the server looks no further, and within no character", () => {
  expect(soughtAt(new URLSearchParams({ q: "amal" }))).toBe("amal");
  expect(soughtAt(new URLSearchParams())).toBe("");
  expect(soughtAt(new URLSearchParams({ q: "𝒜".repeat(150) }))).toBe("𝒜".repeat(100));
});

test("Whoever joins is in at once, and not before the door", () => {
  expect(joining("c")).toEqual({ to: "/conference?c=c", state: { join: true } });
});

test("What is there by itself is not in the address", () => {
  expect(connectionsAt("connected")).toBe("/connections");
  expect(connectionsAt("incoming")).toBe("/connections?tab=incoming");
  expect(messagesAt("inbox")).toBe("/messages");
  expect(messagesAt("sent", "m")).toBe("/messages?box=sent&m=m");
  expect(writingTo()).toBe("/messages?write");
  expect(writingTo("a")).toBe("/messages?write=a");
});
