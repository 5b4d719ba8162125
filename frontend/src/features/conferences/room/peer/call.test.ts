import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeWebSocket, passOf, person } from "../fakes";
import { RoomSocket } from "../socket";
import { Call, callOf } from "./call";
import { FakeConnection, FakeStream, FakeTrack } from "./fakes";
import { isSignal } from "./link";
import type { Mishap } from "./own";

const CLARA = person("clara");
const PETER = person("peter");
const OFFER = { from: "~", description: { type: "offer", sdp: "theirs" } };

const SERVERS = [
  { urls: ["stun:stun.example.org"], username: null, credential: null },
  { urls: ["turn:turn.example.org"], username: "clara", credential: "a word" },
];

const opened: FakeTrack[] = [];

/** How loud one's own microphone is heard. */
let loud = 0;
vi.mock("../loudness", async (original) => ({
  ...(await original<typeof import("../loudness")>()),
  listen: () => ({ level: () => loud, stop: () => undefined }),
}));

/** Clara's call, in a room where the server says what the test has it say. */
function call() {
  const server = new FakeWebSocket();
  const room = new RoomSocket({
    pass: { ...passOf("ticket"), peer: { ice_servers: SERVERS, most_people: 6 } },
    renew: () => Promise.reject(new Error("Nobody asks for it here.")),
    open: () => server,
  });
  room.start();
  const enter = () => {
    server.open();
    server.says({ type: "welcome", peer: "clara-1", people: [CLARA, PETER] });
  };
  return { room, server, enter, made: new Call(room) };
}

const states = (server: FakeWebSocket) =>
  server.sent.flatMap((frame) =>
    frame.type === "say" && frame.kind === "state" ? [frame.data] : [],
  );
/** Told once a call is reached, or 200 milliseconds have passed. */
function reached(made: Call) {
  const done = vi.fn<() => void>();
  void (async () => {
    await made.reached(200);
    done();
  })();
  return done;
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const signals = (server: FakeWebSocket) =>
  server.sent.flatMap((frame) => (frame.type === "say" && frame.kind === "signal" ? [frame] : []));

beforeEach(() => {
  vi.useFakeTimers();
  FakeConnection.all.length = 0;
  localStorage.setItem("wexstream.devices", JSON.stringify({ muted: true, cameraOff: true }));
  opened.length = 0;
  loud = 0;
  vi.stubGlobal("navigator", {
    mediaDevices: {
      getUserMedia: async ({ audio }: { audio: unknown }) => {
        const track = new FakeTrack(audio ? "audio" : "video");
        opened.push(track);
        return new FakeStream([track]);
      },
    },
  });
  vi.stubGlobal("RTCPeerConnection", FakeConnection);
  vi.stubGlobal("MediaStream", FakeStream);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

test("What others offer before there is a stage is answered as soon as there is one", async () => {
  const { server, enter, made } = call();
  enter();
  server.says({ type: "said", kind: "signal", from: "peter-1", to: "clara-1", data: OFFER });
  made.start();
  await settled();
  expect(signals(server).at(-1)).toMatchObject({
    to: "peter-1",
    data: { to: "~", description: { type: "answer", sdp: "connection 1" } },
  });
  made.close();
});

test("What one sends and whether one raises a hand is told to the others", async () => {
  const { server, enter, made } = call();
  made.start();
  enter();
  expect(states(server)).toEqual([{ audio: false, video: false, screen: false, hand: false }]);
  made.raiseHand(true);
  await made.own.unmute();
  await made.own.startCamera();
  expect(states(server).at(-1)).toEqual({ audio: true, video: true, screen: false, hand: true });
  expect(made.view()).toMatchObject({ hand: true, own: { audio: true, video: true } });
  made.close();
});

test("Asked to be mute by the speaker one is, and is told; the hand stays", async () => {
  const { server, enter, made } = call();
  made.start();
  enter();
  await made.own.unmute();
  made.raiseHand(true);
  const muted = vi.fn<() => void>();
  made.on("muted", muted);
  server.says({ type: "muted", by: "amal-1" });
  expect(muted).toHaveBeenCalledOnce();
  expect(states(server).at(-1)).toMatchObject({ audio: false, hand: true });
  made.close();
});

test("Who speaks is known, oneself among them, unless one is mute", async () => {
  const { enter, made } = call();
  made.start();
  enter();
  await made.own.unmute();
  loud = 0.9;
  await vi.advanceTimersByTimeAsync(250);
  expect(made.view().talker).toBe("clara");
  made.own.mute();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(made.view().talker).toBeNull();
  made.close();
});

test("What helps to find the others is named as the newest pass has it", async () => {
  const { server, enter, made } = call();
  made.start();
  enter();
  server.says({ type: "said", kind: "signal", from: "peter-1", to: "clara-1", data: OFFER });
  await settled();
  expect(FakeConnection.all[0]?.configuration).toEqual({
    iceServers: [
      { urls: ["stun:stun.example.org"] },
      { urls: ["turn:turn.example.org"], username: "clara", credential: "a word" },
    ],
  });
  made.close();
});

test("A call that is over holds nothing open, and one that begins anew is another for the others", async () => {
  const { server, enter, made } = call();
  made.start();
  enter();
  await made.own.startCamera();
  server.says({ type: "said", kind: "signal", from: "peter-1", to: "clara-1", data: OFFER });
  await settled();
  made.close();
  expect(opened.map(({ readyState }) => readyState)).toEqual(["ended"]);
  const live = FakeConnection.all.filter(({ connectionState }) => connectionState !== "closed");
  expect(live).toEqual([]);
  const ends = () => signals(server).map(({ data }) => isSignal(data) && data.from);
  const before = ends();
  const muted = vi.fn<() => void>();
  made.on("muted", muted);
  server.says({ type: "muted", by: "amal-1" });
  expect(muted).not.toHaveBeenCalled();
  made.start();
  await settled();
  expect(before).not.toContain(ends().at(-1));
  made.close();
});

test("It begins once, whoever begins it, and is the one call of its room", async () => {
  const { room, server, enter } = call();
  const made = callOf(room);
  made.start();
  enter();
  const timers = vi.getTimerCount();
  callOf(room).start();
  expect(vi.getTimerCount()).toBe(timers);
  const muted = vi.fn<() => void>();
  made.on("muted", muted);
  server.says({ type: "muted", by: "amal-1" });
  expect(muted).toHaveBeenCalledOnce();
  await settled();
  expect(callOf(room)).toBe(made);
  expect(signals(server)).toHaveLength(1); // an offer
  made.close();
});

test("It ends with its room, drawn or not", async () => {
  const { room, server, enter, made } = call();
  enter();
  made.start();
  server.says({ type: "said", kind: "signal", from: "peter-1", to: "clara-1", data: OFFER });
  await settled();
  room.close();
  expect(FakeConnection.all.map(({ connectionState }) => connectionState)).toEqual([
    "closed", // hers, in favour of Peter's
    "closed",
  ]);
});

test("What goes wrong before anybody can tell it is told later", async () => {
  localStorage.clear();
  vi.stubGlobal("navigator", {}); // a browser without cameras
  const { made } = call();
  made.start();
  await settled();
  const told: Mishap[] = [];
  made.on("mishap", (mishap) => told.push(mishap));
  made.on("mishap", (mishap) => told.push(mishap));
  expect(told).toEqual([{ of: "both", why: "unsupported" }]);
  made.close();
});

test("It is reached once all who are there are connected", async () => {
  const { server, enter, made } = call();
  made.start();
  const done = reached(made);
  enter();
  await settled();
  expect(done).not.toHaveBeenCalled();
  server.says({ type: "said", kind: "signal", from: "peter-1", to: "clara-1", data: OFFER });
  await settled();
  FakeConnection.all.at(-1)?.becomes("connected");
  await settled();
  expect(done).toHaveBeenCalledOnce();
  made.close();
});

test("It is not waited for longer than one wants to", async () => {
  const { enter, made } = call();
  made.start();
  const done = reached(made);
  enter();
  await vi.advanceTimersByTimeAsync(199);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toHaveBeenCalledOnce();
  made.close();
});

test("Where nobody else is there, it is reached as soon as one is in", async () => {
  const { server, room, made } = call();
  made.start();
  const done = reached(made);
  server.open();
  await settled();
  expect(done).not.toHaveBeenCalled();
  server.says({ type: "welcome", peer: "clara-1", people: [CLARA, { ...PETER, peer: null }] });
  await settled();
  expect(done).toHaveBeenCalledOnce();
  room.close();
});

test("A browser without WebRTC is said to be one, and the room goes on", async () => {
  vi.stubGlobal("RTCPeerConnection", undefined);
  Reflect.deleteProperty(globalThis, "RTCPeerConnection");
  const { server, enter, made } = call();
  const told: Mishap[] = [];
  made.on("mishap", (mishap) => told.push(mishap));
  made.start();
  enter();
  await settled();
  expect(told).toEqual([{ of: "both", why: "no-calls" }]);
  expect(states(server)).toHaveLength(1);
  made.close();
});
