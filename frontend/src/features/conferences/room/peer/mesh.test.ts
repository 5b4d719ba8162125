import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeConnection, FakeStream, FakeTrack, tracksOf } from "./fakes";
import { Mesh } from "./mesh";

const AMAL = { account: "amal", peer: "a" };
const PETER = { account: "peter", peer: "p" };
const OFFER = { description: { type: "offer", sdp: "theirs" } };

/** Media as Clara has it, by a connection of hers, and what she says to whom. */
function mesh() {
  const said: [string, unknown][] = [];
  const changed = vi.fn<() => void>();
  const made = new Mesh({
    signal: (data, to) => said.push([to, JSON.parse(JSON.stringify(data))]),
    servers: () => [{ urls: ["stun:stun.example.org"] }],
    changed,
  });
  return { mesh: made, said, changed };
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const connection = (number: number) => {
  const found = FakeConnection.all[number - 1];
  if (!found) throw new Error(`There is no connection ${number}.`);
  return found;
};
const descriptions = (said: [string, unknown][], to: string) =>
  said.filter(([whom]) => whom === to).map(([, data]) => data);
const offerOf = (number: number) => ({
  description: { type: "offer", sdp: `connection ${number}` },
});
const answerOf = (number: number) => ({
  description: { type: "answer", sdp: `connection ${number}` },
});
const ANSWER = { description: { type: "answer", sdp: "theirs" } };

beforeEach(() => {
  vi.useFakeTimers();
  FakeConnection.all.length = 0;
  vi.stubGlobal("RTCPeerConnection", FakeConnection);
  vi.stubGlobal("MediaStream", FakeStream);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("Of two the one with the later connection offers, and the other answers", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL, PETER]);
  await settled();
  expect(said).toEqual([["a", offerOf(1)]]);
  media.take("p", OFFER);
  await settled();
  expect(descriptions(said, "p")).toEqual([answerOf(2)]);
});

test("What one sends is sent to everybody, whoever offered and whenever they came", async () => {
  const { mesh: media } = mesh();
  const [voice, camera] = [new FakeTrack("audio"), new FakeTrack("video")];
  media.meet("c", [AMAL, PETER]);
  media.take("p", OFFER);
  await settled();
  media.send(tracksOf(voice, camera), false);
  media.meet("c", [AMAL, PETER, { account: "kofi", peer: "b" }]);
  await settled();
  const sent = FakeConnection.all.map((one) =>
    one.getTransceivers().map(({ sender }) => sender.track),
  );
  expect(sent).toEqual(Array.from({ length: 3 }, () => [voice, camera]));
  expect(
    connection(2)
      .getTransceivers()
      .map(({ direction }) => direction),
  ).toEqual(["sendrecv", "sendrecv"]);
  media.send(tracksOf(voice, null), false);
  expect(connection(3).getTransceivers()[1]?.sender.track).toBeNull();
});

test("What somebody says before their coming is told is heard once it is", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", []);
  media.take("p", OFFER);
  media.take("p", { candidate: { candidate: "1" } });
  expect(FakeConnection.all).toHaveLength(0);
  media.meet("c", [PETER]);
  await settled();
  expect(connection(1).heard).toEqual([OFFER.description, { candidate: "1" }]);
  expect(descriptions(said, "p")).toEqual([answerOf(1)]);
});

test("It may be said before one's own connection has a name", async () => {
  const { mesh: media, said } = mesh();
  media.take("p", OFFER);
  media.meet("c", [PETER]);
  await settled();
  expect(descriptions(said, "p")).toEqual([answerOf(1)]);
});

test("Somebody on the way back keeps the link, until they have a new connection", async () => {
  const { mesh: media } = mesh();
  media.meet("c", [AMAL]);
  await settled();
  connection(1).becomes("connected");
  media.meet("c", [{ ...AMAL, peer: null }]);
  expect(media.remotes().get("amal")?.connected).toBe(true);
  media.meet("c", [{ ...AMAL, peer: "a2" }]);
  await settled();
  expect(connection(1).connectionState).toBe("closed");
  expect(FakeConnection.all).toHaveLength(2);
  expect(media.remotes().get("amal")?.connected).toBe(false);
});

test("Under a new name of one's own every link is made anew, and the last pictures stay until then", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL]);
  await settled();
  const track = new FakeTrack("video");
  connection(1).dispatchEvent(Object.assign(new Event("track"), { track }));
  const before = media.remotes().get("amal")?.picture;
  media.meet("c2", [AMAL]);
  await settled();
  expect(connection(1).connectionState).toBe("closed");
  expect(descriptions(said, "a")).toEqual([offerOf(1), offerOf(2)]);
  expect(media.remotes().get("amal")?.picture).toBe(before);
});

test("Whoever has gone is let go of", async () => {
  const { mesh: media, changed } = mesh();
  media.meet("c", [AMAL, PETER]);
  await settled();
  changed.mockClear();
  media.meet("c", [PETER]);
  expect(connection(1).connectionState).toBe("closed");
  expect([...media.remotes().keys()]).toEqual(["peter"]);
  expect(changed).toHaveBeenCalled();
  media.close();
  expect(connection(2).connectionState).toBe("closed");
});

test("Where both offer at once, the one that insists passes over the other's, and the other gives way", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL, PETER]);
  media.take("p", OFFER);
  await settled();
  media.take("a", OFFER); // ours to Amal is on its way
  await settled();
  expect(connection(1).heard).toEqual([]);
  connection(2).restartIce();
  await settled();
  media.take("p", { description: { type: "offer", sdp: "theirs, anew" } });
  await settled();
  expect(connection(2).signalingState).toBe("stable");
  expect(descriptions(said, "p")).toEqual([answerOf(2), offerOf(2), answerOf(2)]);
});

test("An offer that nobody answers is made again, and no more once it is answered", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL]);
  await settled();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(descriptions(said, "a")).toEqual([offerOf(1), offerOf(1)]);
  media.take("a", ANSWER);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(descriptions(said, "a")).toHaveLength(2);
});

test("A path that has failed is looked for anew at once, and one that is disturbed after a while", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL]);
  await settled();
  media.take("a", ANSWER);
  await settled();
  connection(1).becomes("connected");
  connection(1).becomes("disconnected");
  await vi.advanceTimersByTimeAsync(3_999);
  connection(1).becomes("connected");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(connection(1).restarts).toBe(0);
  connection(1).becomes("disconnected");
  await vi.advanceTimersByTimeAsync(4_000);
  expect(connection(1).restarts).toBe(1);
  connection(1).becomes("failed");
  await settled();
  expect(connection(1).restarts).toBe(2);
  expect(descriptions(said, "a")).toEqual([offerOf(1), offerOf(1), offerOf(1)]);
});

test("Where no path is found, it is looked for ever more seldom", async () => {
  const { mesh: media } = mesh();
  media.meet("c", [AMAL]);
  connection(1).becomes("failed");
  await settled();
  connection(1).becomes("failed");
  await vi.advanceTimersByTimeAsync(999);
  expect(connection(1).restarts).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(connection(1).restarts).toBe(2);
  connection(1).becomes("connected");
  connection(1).becomes("failed");
  await settled();
  expect(connection(1).restarts).toBe(3);
});

test("What is no signal is passed over", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [PETER]);
  for (const noise of [null, "hello", 7, { seat: "p" }]) media.take("p", noise);
  media.take("p", { description: { type: "pranswer" } });
  media.take("p", OFFER);
  await settled();
  expect(descriptions(said, "p")).toEqual([answerOf(1)]);
});
