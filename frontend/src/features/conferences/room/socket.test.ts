import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MeetingPass } from "@/generated/api";
import { Refusal } from "@/lib/api";
import type { Ending } from "./endings";
import { FakeWebSocket, passOf, person } from "./fakes";
import type { RoomPerson, State } from "./protocol";
import { RoomSocket } from "./socket";

const STATE: State = { audio: true, video: true, screen: false, hand: false };

const AT_ONCE = 250; // milliseconds, with the jitter of these tests

const AMAL = person("amal", { speaker: true });
const CLARA = person("clara");
const PETER = person("peter");

/** Clara in a room, and all the sockets that were opened for it. */
function room() {
  const sockets: FakeWebSocket[] = [];
  const addresses: string[] = [];
  let tickets = 1;
  const renew = vi.fn<() => Promise<MeetingPass>>(async () => passOf(`ticket ${++tickets}`));
  const socket = new RoomSocket({
    pass: passOf("ticket 1"),
    renew,
    open: (address) => {
      addresses.push(address);
      const made = new FakeWebSocket();
      sockets.push(made);
      return made;
    },
    random: () => 0.5,
  });
  const closed: Ending[] = [];
  socket.on("closed", (ending) => closed.push(ending));
  socket.start();
  const newest = () => {
    const made = sockets.at(-1);
    if (!made) throw new Error("No socket was opened.");
    return made;
  };
  const enter = (people: RoomPerson[] = [CLARA, AMAL], peer = "clara-1") => {
    newest().open();
    newest().says({ type: "welcome", peer, people });
  };
  return { socket, sockets, addresses, renew, closed, newest, enter };
}

const names = (socket: RoomSocket) => socket.view().people.map(({ account }) => account);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("One enters with the ticket, and then sees who is there, the speaker first", () => {
  const { socket, addresses, newest, enter } = room();
  expect(addresses).toEqual([`ws://${location.host}/api/conferences/c/room`]);
  expect(socket.view().status).toBe("connecting");
  enter();
  expect(newest().sent).toEqual([{ type: "enter", ticket: "ticket 1" }]);
  expect(socket.view()).toMatchObject({ status: "open", peer: "clara-1" });
  expect(names(socket)).toEqual(["amal", "clara"]);
});

test("Whoever comes, changes and goes is told once each, and the list follows", () => {
  const { socket, newest, enter } = room();
  const told: string[] = [];
  socket.on("came", ({ name }) => told.push(`${name} came`));
  socket.on("left", ({ name }) => told.push(`${name} left`));
  enter();
  newest().says({ type: "came", person: { ...PETER, peer: null } });
  expect(socket.view().people.at(-1)).toMatchObject({ account: "peter", met: false });
  newest().says({ type: "changed", person: PETER });
  newest().says({ type: "changed", person: { ...PETER, peer: null } });
  expect(socket.view().people.at(-1)).toMatchObject({ account: "peter", peer: null, met: true });
  newest().says({ type: "left", account: "peter" });
  expect(names(socket)).toEqual(["amal", "clara"]);
  expect(told).toEqual(["peter came", "peter left"]);
});

test("Where many come and go at once, all who are there are told at once, and nobody of each", () => {
  const { socket, newest, enter } = room();
  const told: string[] = [];
  socket.on("came", ({ name }) => told.push(`${name} came`));
  socket.on("left", ({ name }) => told.push(`${name} left`));
  enter([AMAL, CLARA]);
  socket.tell(STATE);
  newest().sent.length = 0;
  newest().says({ type: "people", people: [PETER, CLARA] });
  expect(names(socket)).toEqual(["peter", "clara"]);
  expect(socket.view().peer).toBe("clara-1");
  expect(told).toEqual([]);
  expect(newest().sent).toEqual([{ type: "say", kind: "state", to: null, data: STATE }]);
  newest().says({ type: "people", people: [CLARA] });
  expect(names(socket)).toEqual(["clara"]);
  expect(newest().sent).toHaveLength(1);
});

test("The same view is given until something changes", () => {
  const { socket, newest, enter } = room();
  enter();
  const before = socket.view();
  const watcher = vi.fn<() => void>();
  socket.watch(watcher);
  newest().says({ type: "said", kind: "chat", from: "amal-1", to: null, data: "Hello", at: "now" });
  expect(socket.view()).toBe(before);
  newest().says({ type: "came", person: PETER });
  expect(watcher).toHaveBeenCalledOnce();
  expect(socket.view()).not.toBe(before);
});

test("What one tells of oneself reaches all, then each who comes, and all again after a break", async () => {
  const { socket, newest, enter } = room();
  enter();
  socket.tell(STATE);
  newest().says({ type: "came", person: PETER });
  newest().says({ type: "changed", person: { ...PETER, name: "Pete" } });
  newest().says({ type: "changed", person: { ...CLARA, name: "Clara W." } });
  const told = { type: "say", kind: "state", data: STATE };
  expect(newest().sent.slice(1)).toEqual([
    { ...told, to: null },
    { ...told, to: "peter-1" },
  ]);
  newest().breaks(1012);
  await vi.runOnlyPendingTimersAsync();
  enter([AMAL, { ...CLARA, peer: "clara-2" }, PETER], "clara-2");
  expect(newest().sent.slice(1)).toEqual([{ ...told, to: null }]);
});

test("What one has told already is not told again", () => {
  const { socket, newest, enter } = room();
  enter();
  socket.tell(STATE);
  socket.tell({ ...STATE });
  socket.tell({ ...STATE, hand: true });
  expect(newest().sent.slice(1)).toMatchObject([{ data: STATE }, { data: { hand: true } }]);
});

test("Somebody who has joined is told of oneself once their connection is there", () => {
  const { socket, newest, enter } = room();
  enter();
  socket.tell(STATE);
  newest().sent.length = 0;
  newest().says({ type: "came", person: { ...PETER, peer: null } });
  expect(newest().sent).toEqual([]);
  newest().says({ type: "changed", person: PETER });
  expect(newest().sent).toEqual([{ type: "say", kind: "state", to: "peter-1", data: STATE }]);
});

test("What others told stands by them, also while they find their way back", () => {
  const { socket, newest, enter } = room();
  enter();
  const said = { type: "said", kind: "state", to: null } as const;
  newest().says({ ...said, from: "peter-1", data: STATE }); // it may be faster than the news of Peter
  newest().says({ type: "came", person: PETER });
  const peters = () => socket.view().people.find(({ account }) => account === "peter");
  expect(peters()?.state).toEqual(STATE);
  newest().says({ type: "changed", person: { ...PETER, peer: null } });
  expect(peters()?.state).toEqual(STATE);
  newest().says({ type: "changed", person: { ...PETER, peer: "peter-2" } });
  expect(peters()?.state).toEqual(STATE);
  newest().says({ ...said, from: "peter-2", data: { ...STATE, audio: false } });
  expect(peters()?.state?.audio).toBe(false);
});

test("Hands stand in the order in which they were raised", () => {
  const { socket, newest, enter } = room();
  enter([AMAL, CLARA, PETER]);
  const raise = (from: string, hand: boolean) =>
    newest().says({ type: "said", kind: "state", from, to: null, data: { ...STATE, hand } });
  raise("peter-1", true);
  raise("amal-1", true);
  const hands = () => socket.view().people.map(({ account, hand }) => [account, hand]);
  expect(hands()).toEqual([
    ["amal", 2],
    ["clara", null],
    ["peter", 1],
  ]);
  raise("peter-1", false);
  expect(hands()).toEqual([
    ["amal", 1],
    ["clara", null],
    ["peter", null],
  ]);
});

test.each([1001, 1006, 1012])(
  "Cut off with %i, one is back at once, with a ticket of its own",
  async (code) => {
    const { socket, sockets, renew, newest, enter } = room();
    enter();
    newest().breaks(code);
    expect(socket.view().status).toBe("lost");
    expect(names(socket)).toEqual(["amal", "clara"]);
    await vi.advanceTimersByTimeAsync(AT_ONCE);
    expect(renew).toHaveBeenCalledOnce();
    expect(sockets).toHaveLength(2);
    enter([AMAL, { ...CLARA, peer: "clara-2" }], "clara-2");
    expect(newest().sent).toEqual([{ type: "enter", ticket: "ticket 2" }]);
    expect(socket.view()).toMatchObject({ status: "open", peer: "clara-2" });
  },
);

test("As long as it fails, the pauses grow, and an answer makes them short again", async () => {
  const { socket, sockets, renew, newest, enter } = room();
  enter();
  const tries: number[] = [];
  renew.mockImplementation(async () => {
    tries.push(Date.now());
    throw new Refusal(0, "offline");
  });
  newest().breaks(1006);
  await vi.advanceTimersByTimeAsync(AT_ONCE + 44_000);
  const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  expect(pauses).toEqual([2_000, 4_000, 8_000, 15_000, 15_000]);
  renew.mockResolvedValue(passOf("at last"));
  await vi.advanceTimersByTimeAsync(15_000);
  enter();
  newest().breaks(1006);
  await vi.advanceTimersByTimeAsync(AT_ONCE);
  expect(sockets).toHaveLength(3);
  expect(socket.view().status).toBe("lost");
});

test("It waits as long as the server asks", async () => {
  const { renew, newest, enter } = room();
  enter();
  renew.mockRejectedValue(new Refusal(429, "too-many", [], 30));
  newest().breaks(1006);
  await vi.advanceTimersByTimeAsync(AT_ONCE + 29_999);
  expect(renew).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1);
  expect(renew).toHaveBeenCalledTimes(2);
});

test("Once the network is back it is tried at once", async () => {
  const { renew, newest, enter } = room();
  enter();
  renew.mockRejectedValueOnce(new Refusal(0, "offline"));
  newest().breaks(1006);
  await vi.advanceTimersByTimeAsync(AT_ONCE);
  dispatchEvent(new Event("online"));
  expect(renew).toHaveBeenCalledTimes(2);
});

test("A server that never says welcome is given up after a while", async () => {
  const { sockets, newest } = room();
  newest().open();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(newest().readyState).toBe(WebSocket.CLOSED);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sockets).toHaveLength(2);
});

test("A ticket that grew old is exchanged for a new one", async () => {
  const { sockets, closed, newest } = room();
  newest().open();
  newest().says({ type: "refused", what: "enter", code: "expired" });
  newest().breaks(4401);
  await vi.advanceTimersByTimeAsync(1_000);
  newest().open();
  expect(newest().sent).toEqual([{ type: "enter", ticket: "ticket 2" }]);
  expect(sockets).toHaveLength(2);
  expect(closed).toEqual([]);
});

test.each(["unavailable", "too-fast"])(
  "Refused for a moment (%s), one joins again by oneself",
  async (code) => {
    const { sockets, closed, newest, enter } = room();
    newest().open();
    newest().says({ type: "refused", what: "enter", code });
    newest().breaks(1013);
    await vi.advanceTimersByTimeAsync(1_000);
    enter();
    expect(newest().sent[0]).toEqual({ type: "enter", ticket: "ticket 2" });
    expect(sockets).toHaveLength(2);
    expect(closed).toEqual([]);
  },
);

test.each([
  "finished",
  "deleted",
  "not-for-you",
  "removed",
  "suspended",
  "signed-out",
  "replaced",
  "left",
] as const)("Told that it is over (%s), one does not come back", async (reason) => {
  const { socket, sockets, closed, newest, enter } = room();
  enter();
  newest().says({ type: "closed", reason });
  newest().breaks(4000);
  await vi.runAllTimersAsync();
  expect(closed).toEqual([reason]);
  expect(socket.view().status).toBe("closed");
  expect(sockets).toHaveLength(1);
});

test.each([
  [401, "not-signed-in", "signed-out"],
  [403, "account-suspended", "suspended"],
  [403, "removed", "removed"],
  [404, "not-found", "not-for-you"],
  [409, "conference-finished", "finished"],
] as const)("Not let in again (%i %s), it is over: %s", async (status, code, reason) => {
  const { closed, renew, newest, enter } = room();
  enter();
  renew.mockRejectedValue(new Refusal(status, code));
  newest().breaks(1006);
  await vi.runAllTimersAsync();
  expect(closed).toEqual([reason]);
  expect(renew).toHaveBeenCalledOnce();
});

test.each([
  ["signed-out", "signed-out"],
  ["not-for-you", "not-for-you"],
  ["removed", "removed"],
  ["suspended", "suspended"],
  ["finished", "finished"],
] as const)("Refused at the door (%s), it is over: %s", async (code, reason) => {
  const { sockets, closed, newest } = room();
  newest().open();
  newest().says({ type: "refused", what: "enter", code });
  newest().breaks(4403);
  await vi.runAllTimersAsync();
  expect(closed).toEqual([reason]);
  expect(sockets).toHaveLength(1);
});

test("What was not passed on is told, and one stays", () => {
  const { socket, closed, newest, enter } = room();
  const refused = vi.fn<(refusal: { what: string; code: string }) => void>();
  socket.on("refused", refused);
  enter();
  newest().says({ type: "refused", what: "chat", code: "not-there" });
  expect(refused).toHaveBeenCalledWith({ what: "chat", code: "not-there" });
  expect(closed).toEqual([]);
});

test("Of those who have gone only the latest are known", () => {
  const { socket, newest, enter } = room();
  enter([AMAL, CLARA, PETER]);
  newest().says({ type: "left", account: "peter" });
  for (let count = 0; count < 100; count += 1) {
    newest().says({ type: "came", person: person(`guest ${count}`) });
    newest().says({ type: "left", account: `guest ${count}` });
  }
  expect(socket.whoIs("peter-1")).toBeNull();
  expect(socket.whoIs("guest 0-1")).toMatchObject({ account: "guest 0" });
  expect(socket.whoIs("amal-1")).toMatchObject({ account: "amal" });
});

test("What is told by those who never come is not kept without end", () => {
  const { socket, newest, enter } = room();
  enter();
  const said = { type: "said", kind: "state", to: null, data: STATE } as const;
  newest().says({ ...said, from: "peter-1" });
  for (let count = 0; count < 20; count += 1) newest().says({ ...said, from: `nobody ${count}` });
  newest().says({ type: "came", person: PETER });
  expect(socket.view().people.at(-1)).toMatchObject({ account: "peter", state: null });
});

test("Who has gone is still known by what they said", () => {
  const { socket, newest, enter } = room();
  enter([AMAL, CLARA, PETER]);
  newest().says({ type: "changed", person: { ...PETER, peer: "peter-2" } });
  newest().says({ type: "left", account: "peter" });
  expect([socket.whoIs("peter-1"), socket.whoIs("peter-2")]).toMatchObject([
    PETER,
    { account: "peter" },
  ]);
  expect(socket.whoIs("nobody")).toBeNull();
});

test("What may be mended by hand is passed on as it is: a password, or a full room", async () => {
  const { closed, newest } = room();
  newest().open();
  newest().says({ type: "refused", what: "enter", code: "room-full" });
  expect(closed).toMatchObject([{ code: "room-full" }]);
});

test("Leaving says so where it can, and nothing comes after it", async () => {
  const { socket, sockets, closed, newest, enter } = room();
  enter();
  expect(socket.leave()).toBe(true);
  expect(newest().sent.at(-1)).toEqual({ type: "leave" });
  newest().says({ type: "closed", reason: "left" });
  newest().breaks(1000);
  await vi.runAllTimersAsync();
  expect(closed).toEqual([]);
  expect(sockets).toHaveLength(1);
  expect(socket.leave()).toBe(false);
});

test("Left while a new ticket was on its way, no socket is opened with it", async () => {
  const { socket, sockets, renew, newest, enter } = room();
  enter();
  renew.mockImplementation(
    () => new Promise((resolve) => setTimeout(() => resolve(passOf("too late")), 1_000)),
  );
  newest().breaks(1006);
  await vi.advanceTimersByTimeAsync(AT_ONCE);
  expect(renew).toHaveBeenCalledOnce();
  socket.close();
  await vi.runAllTimersAsync();
  expect(sockets).toHaveLength(1);
});

test("What is said and written before anybody hears of it is kept, signals as long as the connection", () => {
  const { socket, newest, enter } = room();
  enter();
  const said = { type: "said", from: "amal-1", to: null } as const;
  newest().says({ ...said, kind: "signal", to: "clara-1", data: 1 });
  newest().says({ ...said, kind: "chat", data: "Hello", at: "now" });
  const heard: unknown[] = [];
  socket.on("signal", ({ data }) => heard.push(data));
  newest().says({ ...said, kind: "signal", to: "clara-1", data: 2 });
  expect(heard).toEqual([1, 2]);
  const read: string[] = [];
  socket.on("chat", ({ data }) => read.push(data));
  newest().says({ ...said, kind: "chat", data: "Again", at: "now" });
  expect(read).toEqual(["Hello", "Again"]);
});

test("What is no frame, and what is new to us, is passed over", () => {
  const { socket, newest, enter } = room();
  enter();
  const before = socket.view();
  newest().dispatchEvent(new MessageEvent("message", { data: "{" }));
  newest().dispatchEvent(new MessageEvent("message", { data: "null" }));
  newest().dispatchEvent(new MessageEvent("message", { data: '{"type":"weather"}' }));
  expect(socket.view()).toBe(before);
});

test("Words and deeds go out as the protocol has them, and not into a socket that is lost", () => {
  const { socket, newest, enter } = room();
  expect(socket.chat("Too early", null)).toBe(false);
  enter();
  expect(socket.chat("Hello", null)).toBe(true);
  socket.chat("To you alone", "amal-1");
  socket.signal({ description: null }, "amal-1");
  socket.mute("amal-1");
  expect(newest().sent.slice(1)).toEqual([
    { type: "say", kind: "chat", to: null, data: "Hello" },
    { type: "say", kind: "chat", to: "amal-1", data: "To you alone" },
    { type: "say", kind: "signal", to: "amal-1", data: { description: null } },
    { type: "mute", to: "amal-1" },
  ]);
});
