import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeLine, passOf, person } from "../fakes";
import { RoomSocket } from "../socket";
import { Call } from "./call";
import { FakeStream, FakeWay } from "./fakes";

const CLARA = person("clara");
const PETER = person("peter");
const OFFER = { description: { type: "offer", sdp: "theirs" } };

/** Clara's call, in a room where the server says what the test has it say. */
function call() {
  const line = new FakeLine();
  const room = new RoomSocket({
    pass: passOf("ticket"),
    renew: () => Promise.reject(new Error("Nobody asks for it here.")),
    open: () => line,
  });
  room.start();
  const enter = () => {
    line.open();
    line.says({ type: "welcome", peer: "clara-1", people: [CLARA, PETER] });
  };
  return { room, line, enter, made: new Call(room) };
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const signals = (line: FakeLine) =>
  line.sent.filter((frame) => frame.type === "say" && frame.kind === "signal");

beforeEach(() => {
  vi.useFakeTimers();
  FakeWay.all.length = 0;
  localStorage.setItem("wexstream.devices", JSON.stringify({ muted: true, cameraOff: true }));
  vi.stubGlobal("RTCPeerConnection", FakeWay);
  vi.stubGlobal("MediaStream", FakeStream);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

test("What others offer before there is a stage is answered as soon as there is one", async () => {
  const { line, enter, made } = call();
  enter();
  line.says({ type: "said", kind: "signal", from: "peter-1", to: "clara-1", data: OFFER });
  made.start();
  await settled();
  expect(signals(line)).toEqual([
    {
      type: "say",
      kind: "signal",
      to: "peter-1",
      data: { description: { type: "answer", sdp: "way 1" } },
    },
  ]);
  made.close();
});
