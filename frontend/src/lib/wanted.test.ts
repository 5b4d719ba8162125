import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetWanted, keepWanted, ownPage, wantedPage } from "./wanted";

beforeEach(() => localStorage.clear());
afterEach(() => vi.useRealTimers());

test("Pages of our own are led to as they are", () => {
  for (const page of ["/home", "/conference?c=1", "/messages?m=1#end", "/profile?u=a%20b"]) {
    expect(ownPage(page)).toBe(page);
  }
});

test.each([
  null,
  "",
  "home",
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "\\/evil.example/",
  "/\t/evil.example/",
  "/\n/evil.example/",
  "/.//evil.example/",
  "/a/..//evil.example/",
  " /home",
  "javascript:alert(1)",
  "//",
  "///",
])("%j leads nowhere else, however it is written", (address) => {
  expect(ownPage(address)).toBeNull();
  expect(wantedPage(address)).toBe("/home");
});

test("What was wanted last is gone on to, unless an address names a page", () => {
  keepWanted("/conference?c=1");
  expect(wantedPage()).toBe("/conference?c=1");
  expect(wantedPage("/messages")).toBe("/messages");
  expect(wantedPage("//evil.example/")).toBe("/conference?c=1");
  forgetWanted();
  expect(wantedPage()).toBe("/home");
});

test("What was wanted a day ago is wanted no more", () => {
  vi.useFakeTimers();
  keepWanted("/conference?c=1");
  vi.advanceTimersByTime(24 * 60 * 60_000 - 1);
  expect(wantedPage()).toBe("/conference?c=1");
  vi.advanceTimersByTime(1);
  expect(wantedPage()).toBe("/home");
});

test("What others may have left in the browser's memory leads nowhere else either", () => {
  localStorage.setItem("wexstream.wanted", `${Date.now()} //evil.example/`);
  expect(wantedPage()).toBe("/home");
  localStorage.setItem("wexstream.wanted", "nonsense");
  expect(wantedPage()).toBe("/home");
});
