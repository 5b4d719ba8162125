import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lookAgain } from "@/lib/again";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import {
  noteArrival,
  noteReturn,
  noteSessionEnd,
  onOtherAccount,
  onSessionEnd,
} from "@/lib/session";
import { FakeEventSource, fakeBrowser, forgetBrowser, show } from "./fakes";
import { listen } from "./index";

const COUNTERS = { messages: 1, notifications: 2, requests: 0 };
const SNAPSHOT = { account: "amal", counters: COUNTERS };

const { get, startAnew } = vi.hoisted(() => ({
  get: vi.fn<(path: string) => Promise<{ data: unknown }>>(),
  startAnew: vi.fn<(to?: string) => void>(),
}));
vi.mock("@/lib/api", async (load) => ({
  ...(await load<typeof import("@/lib/api")>()),
  api: { GET: get },
}));
vi.mock("@/lib/session", async (load) => ({
  ...(await load<typeof import("@/lib/session")>()),
  startAnew,
}));

const SHOWN = {
  me: keys.me,
  live: keys.timeline("live"),
  finished: keys.timeline("finished"),
  company: keys.company,
  notifications: keys.notifications,
  inbox: keys.box("inbox"),
  message: keys.message("m"),
  incoming: keys.connections("incoming"),
  people: keys.people("amal"),
  person: keys.user("peter"),
  theirs: keys.conferencesOf("peter"),
  blocks: keys.blocks,
  sessions: keys.sessions,
  awaited: keys.conference("to come"),
  begun: keys.conference("live"),
  config: keys.config,
  counters: keys.counters,
};
const ANSWERS: Partial<Record<string, unknown>> = {
  awaited: { state: "created" },
  begun: { state: "live" },
};

let client: QueryClient;
let stop: () => void;
let looked: string[] = [];
let unwatch: (() => void)[] = [];

/** All that a page may show, looked at by somebody. */
async function showAll(): Promise<void> {
  unwatch = Object.entries(SHOWN).map(([name, queryKey]) =>
    new QueryObserver(client, {
      queryKey,
      queryFn: () => {
        looked.push(name);
        return ANSWERS[name] ?? null;
      },
      refetchInterval: name === "counters" ? lookAgain("counters") : false,
    }).subscribe(() => {}),
  );
  await vi.advanceTimersByTimeAsync(1);
  looked = [];
}

/** Do something that takes ten seconds. */
const take = () => new Promise((resolve) => setTimeout(resolve, 10_000));

/** What is looked at by the end of a second. */
async function lookedAt(): Promise<string[]> {
  await vi.advanceTimersByTimeAsync(1_000);
  return looked.splice(0).toSorted();
}

beforeEach(async () => {
  vi.useFakeTimers();
  fakeBrowser();
  get.mockReset().mockResolvedValue({ data: { id: "amal" } });
  startAnew.mockReset();
  noteArrival("amal");
  client = new QueryClient();
  await showAll();
  stop = listen(client, "amal");
});
afterEach(() => {
  stop();
  for (const end of unwatch) end();
  client.clear();
  forgetBrowser();
  vi.useRealTimers();
});

/** Listening, and knowing what was before. */
async function begin(): Promise<void> {
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  await vi.advanceTimersByTimeAsync(5_000);
  looked = [];
}

test("The first that is told is how much is unread; what was asked for just before is asked for once more", async () => {
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  expect(await lookedAt()).toEqual([]);
  expect(client.getQueryData(keys.counters)).toEqual(COUNTERS);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(new Set(looked)).toEqual(
    new Set(Object.keys(SHOWN).filter((name) => name !== "config" && name !== "counters")),
  );
});

test("After a break everything is looked at", async () => {
  await begin();
  FakeEventSource.newest.breaks();
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  expect(await lookedAt()).toHaveLength(Object.keys(SHOWN).length - 2);
});

test.each([
  ["timeline", ["awaited", "finished", "live", "theirs"]],
  ["live", ["company"]],
  ["notifications", ["notifications"]],
  ["messages", ["inbox", "message"]],
  ["relations", ["blocks", "incoming", "people", "person", "theirs"]],
  ["account", ["me", "sessions"]],
  ["unheard-of", []],
])("What belongs to %s is looked at, and nothing else", async (topic, touched) => {
  await begin();
  FakeEventSource.newest.says("changed", { topics: [topic] });
  expect(await lookedAt()).toEqual(touched);
});

test("What many are told to look at is looked at some time later, and how much is unread known at once", async () => {
  await begin();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const counters = { messages: 1, notifications: 3, requests: 0 };
  FakeEventSource.newest.says("changed", { topics: ["live"], counters, within: 4 });
  expect(await lookedAt()).toEqual([]);
  expect(client.getQueryData(keys.counters)).toEqual(counters);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looked).toEqual(["company"]);
  FakeEventSource.newest.breaks();
  FakeEventSource.newest.says("snapshot", { ...SNAPSHOT, within: 4 });
  await lookedAt();
  expect(looked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(looked).toContain("me");
});

test("What changes while one looks is looked at afterwards, together", async () => {
  await begin();
  FakeEventSource.newest.says("changed", { topics: ["live"] });
  await vi.advanceTimersByTimeAsync(1);
  for (const topic of ["messages", "live", "live"]) {
    FakeEventSource.newest.says("changed", { topics: [topic] });
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(looked.toSorted()).toEqual(["company", "company", "inbox", "message"]);
});

test("Out of sight only the counters change; what is old is looked at when it is shown", async () => {
  await begin();
  show(false);
  const counters = { messages: 2, notifications: 3, requests: 1 };
  FakeEventSource.newest.says("changed", { topics: ["messages"], counters });
  expect(await lookedAt()).toEqual([]);
  expect(client.getQueryData(keys.counters)).toEqual(counters);
  expect(client.getQueryState(keys.box("inbox"))?.isInvalidated).toBe(true);
});

test("What one does oneself is answered before anything is looked at", async () => {
  await begin();
  const doing = client.getMutationCache().build(client, { mutationFn: take }).execute(undefined);
  FakeEventSource.newest.says("changed", { topics: ["account"] });
  expect(await lookedAt()).toEqual([]);
  await vi.advanceTimersByTimeAsync(9_000);
  await doing;
  expect(await lookedAt()).toEqual(["me", "sessions"]);
});

test("Nobody asks again while one listens, and all do as before when one does not", async () => {
  await begin();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looked).toEqual([]);
  FakeEventSource.newest.breaks();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looked.length).toBeGreaterThan(1);
  FakeEventSource.newest.says("snapshot", SNAPSHOT);
  await lookedAt();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looked).toEqual([]);
});

test("Whoever was signed out is asked for, and listens again once he is signed in", async () => {
  await begin();
  get.mockImplementation(async () => {
    noteSessionEnd(false);
    throw new Refusal(401, "not-signed-in");
  });
  FakeEventSource.newest.says("end", { reason: "signed-out" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(get.mock.calls.map(([path]) => path)).toContain("/api/me");
  expect(FakeEventSource.opened).toHaveLength(1);
  noteReturn();
  expect(FakeEventSource.opened).toHaveLength(2);
});

test("Whoever was suspended is told that it is for that", async () => {
  await begin();
  const told = vi.fn<(byHand: boolean, suspended: boolean) => void>();
  const forget = onSessionEnd(told);
  get.mockRejectedValue(new Refusal(401, "not-signed-in"));
  FakeEventSource.newest.says("end", { reason: "suspended" });
  await vi.advanceTimersByTimeAsync(60_000);
  forget();
  expect(told).toHaveBeenLastCalledWith(false, true);
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("Whoever is signed in nevertheless listens again", async () => {
  await begin();
  FakeEventSource.newest.says("end", { reason: "signed-out" });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(FakeEventSource.opened).toHaveLength(2);
});

test("Where somebody else is signed in by now, that is said, and nothing of that one is shown", async () => {
  await begin();
  const told = vi.fn<() => void>();
  const forget = onOtherAccount(told);
  get.mockRejectedValue(new Refusal(409, "other-account"));
  FakeEventSource.newest.says("end", { reason: "signed-out" });
  await vi.advanceTimersByTimeAsync(60_000);
  forget();
  expect(told).toHaveBeenCalledOnce();
  expect(client.getQueryData(keys.me)).toBeNull();
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("Whoever was suspended is led to where that is said", async () => {
  await begin();
  get.mockRejectedValue(new Refusal(403, "account-suspended"));
  FakeEventSource.newest.says("end", { reason: "suspended" });
  await vi.advanceTimersByTimeAsync(0);
  expect(startAnew).toHaveBeenCalledExactlyOnceWith("/suspended");
});

test("One of too many does not come again, and asks as before", async () => {
  await begin();
  FakeEventSource.newest.says("end", { reason: "too-many" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeEventSource.opened).toHaveLength(1);
  expect(get).not.toHaveBeenCalled();
  expect(looked).toContain("counters");
});

test("A page that is left keeps nothing open, and listens again where it is shown as it was", async () => {
  dispatchEvent(new Event("pagehide"));
  expect(FakeEventSource.newest.readyState).toBe(FakeEventSource.CLOSED);
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeEventSource.opened).toHaveLength(2);
  document.dispatchEvent(new Event("freeze"));
  expect(FakeEventSource.newest.readyState).toBe(FakeEventSource.CLOSED);
  document.dispatchEvent(new Event("resume"));
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeEventSource.opened).toHaveLength(3);
});
