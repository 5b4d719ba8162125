import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeEventSource, fakeBrowser, forgetBrowser } from "./fakes";
import { openStream } from "./stream";

const COUNTERS = { messages: 1, notifications: 2, requests: 0 };
const SNAPSHOT = { account: "amal", counters: COUNTERS };
const heard: string[] = [];
let close: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  fakeBrowser();
  heard.length = 0;
  close = openStream("amal", ({ kind }) => heard.push(kind));
});
afterEach(() => {
  close();
  forgetBrowser();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("What is not understood is passed over", () => {
  FakeEventSource.newest.says("snapshot", { account: "amal" });
  FakeEventSource.newest.says("changed", { topics: "all" });
  FakeEventSource.newest.dispatchEvent(new MessageEvent("changed", { data: "{" }));
  FakeEventSource.newest.says("unheard-of", {});
  expect(heard).toEqual([]);
  FakeEventSource.newest.says("changed", { topics: [], counters: { messages: "many" } });
  expect(heard).toEqual(["changed"]);
});

test("A break is left to the browser", () => {
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  FakeEventSource.newest.breaks();
  vi.advanceTimersByTime(3_600_000);
  expect(FakeEventSource.opened).toHaveLength(1);
  expect(heard).toEqual(["snapshot", "silence"]);
});

test("What was refused is tried again after pauses that grow, until it begins", () => {
  for (const [count, pause] of [5_000, 10_000, 20_000].entries()) {
    FakeEventSource.newest.isRefused();
    vi.advanceTimersByTime(pause - 1);
    expect(FakeEventSource.opened).toHaveLength(count + 1);
    vi.advanceTimersByTime(1);
    expect(FakeEventSource.opened).toHaveLength(count + 2);
  }
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  FakeEventSource.newest.isRefused();
  vi.advanceTimersByTime(5_000);
  expect(FakeEventSource.opened).toHaveLength(5);
});

test("What somebody else is told is nobody's here: it is closed, and opened anew later", () => {
  const [first] = FakeEventSource.opened;
  FakeEventSource.newest.says("snapshot", { ...SNAPSHOT, account: "peter" });
  expect(heard).toEqual(["silence"]);
  expect(first?.readyState).toBe(FakeEventSource.CLOSED);
  vi.advanceTimersByTime(5_000);
  expect(FakeEventSource.opened).toHaveLength(2);
});

test("After the end nothing is opened any more", () => {
  FakeEventSource.newest.says("end", { reason: "too-many" });
  expect(FakeEventSource.newest.readyState).toBe(FakeEventSource.CLOSED);
  vi.advanceTimersByTime(3_600_000);
  expect(FakeEventSource.opened).toHaveLength(1);
  expect(heard).toEqual(["end"]);
});
