import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeWebSocket, passOf, person } from "../fakes";
import { RoomSocket } from "../socket";
import { Call } from "./call";
import { FakeConnection, FakeStream } from "./fakes";

const CLARA = person("clara");
const PETER = person("peter");
const OFFER = { from: "~", description: { type: "offer", sdp: "theirs" } };

/** Clara's call, in a room where the server says what the test has it say. */
function call() {
  const server = new FakeWebSocket();
  const room = new RoomSocket({
    pass: passOf("ticket"),
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

const settled = () => vi.advanceTimersByTimeAsync(0);
const signals = (server: FakeWebSocket) =>
  server.sent.filter((frame) => frame.type === "say" && frame.kind === "signal");

beforeEach(() => {
  vi.useFakeTimers();
  FakeConnection.all.length = 0;
  localStorage.setItem("wexstream.devices", JSON.stringify({ muted: true, cameraOff: true }));
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
