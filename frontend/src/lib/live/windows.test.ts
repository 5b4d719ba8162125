import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeChannel, FakeEventSource, fakeBrowser, forgetBrowser, show } from "./fakes";
import { Windows } from "./windows";

const COUNTERS = { messages: 1, notifications: 2, requests: 0 };
const SNAPSHOT = { account: "amal", counters: COUNTERS };
const MINUTE = 60_000;
const opened: Windows[] = [];

/** A window, and what it has heard. */
function open(account = "amal") {
  const heard: string[] = [];
  const here = new Windows(account, ({ kind }) => heard.push(kind));
  opened.push(here);
  here.come();
  return { here, heard };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  fakeBrowser();
});
afterEach(() => {
  for (const here of opened.splice(0)) here.leave();
  forgetBrowser();
  vi.useRealTimers();
});

test("One window listens, and all hear the same", () => {
  const [one, other] = [open(), open()];
  expect(FakeEventSource.opened).toHaveLength(1);
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  FakeEventSource.newest.says("changed", { topics: ["live"] });
  expect(one.heard).toEqual(["snapshot", "changed"]);
  expect(other.heard).toEqual(["silence", "snapshot", "changed"]);
});

test("A window that comes later is told that one listens, and windows of somebody else are not", () => {
  open();
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  expect(open().heard).toEqual(["listening"]);
  expect(open("peter").heard).toEqual([]);
  expect(FakeEventSource.opened).toHaveLength(2);
});

test("When the window that listens is closed another takes over", async () => {
  const [one, other] = [open(), open()];
  const [first] = FakeEventSource.opened;
  one.here.leave();
  await settle();
  expect(first?.readyState).toBe(FakeEventSource.CLOSED);
  expect(FakeEventSource.opened).toHaveLength(2);
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  expect(other.heard.at(-1)).toBe("snapshot");
  expect(one.heard.at(-1)).toBe("silence");
});

test("A window that waits no more does not take over", async () => {
  const [one, other] = [open(), open()];
  other.here.leave();
  one.here.leave();
  await settle();
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("A break is heard by all", () => {
  const [, other] = [open(), open()];
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  FakeEventSource.newest.breaks();
  expect(other.heard).toEqual(["silence", "snapshot", "silence"]);
});

test("One that gives no sign for a minute is not waited for, and waits for its turn when it goes on", async () => {
  const [one, other] = [open(), open()];
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  const [stopped] = FakeChannel.all;
  if (stopped) stopped.deaf = true;
  await vi.advanceTimersByTimeAsync(MINUTE - 1);
  expect(FakeEventSource.opened).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(other.heard.at(-1)).toBe("silence");
  expect(FakeEventSource.opened).toHaveLength(2);
  expect(FakeEventSource.opened[0]?.readyState).toBe(FakeEventSource.CLOSED);
  if (stopped) stopped.deaf = false;
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  expect(one.heard.at(-1)).toBe("snapshot");
  other.here.leave();
  await settle();
  expect(FakeEventSource.opened).toHaveLength(3);
});

test("One that answers is waited for, however long nothing happens; out of sight nobody asks", async () => {
  const [one] = [open(), open()];
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(FakeEventSource.opened).toHaveLength(1);
  show(false);
  const [stopped] = FakeChannel.all;
  if (stopped) stopped.deaf = true;
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(FakeEventSource.opened).toHaveLength(1);
  expect(one.heard).toEqual([]);
});

test("Windows that cannot agree listen each for itself, as long as they are shown", () => {
  forgetBrowser();
  fakeBrowser({ agreeing: false });
  const [one] = [open(), open()];
  expect(FakeEventSource.opened).toHaveLength(2);
  show(false);
  expect(FakeEventSource.opened.map(({ readyState }) => readyState)).toEqual([2, 2]);
  expect(one.heard).toEqual(["silence"]);
  show(true);
  expect(FakeEventSource.opened).toHaveLength(4);
  one.here.leave();
  show(false);
  show(true);
  expect(FakeEventSource.opened).toHaveLength(5);
});
