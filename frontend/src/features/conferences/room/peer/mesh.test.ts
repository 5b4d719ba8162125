import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeConnection, FakeStream, FakeTrack, tracksOf } from "./fakes";
import { Mesh } from "./mesh";

const AMAL = { account: "amal", peer: "a" };
const PETER = { account: "peter", peer: "p" };
const KOFI = { account: "kofi", peer: "k" };

/** Media as Clara has it, whom the server calls c, and what she says to whom. Her ends are m1, m2 and so on. */
function mesh() {
  const said: [string, unknown][] = [];
  const changed = vi.fn<() => void>();
  let ends = 0;
  const made = new Mesh({
    signal: (data, to) => said.push([to, JSON.parse(JSON.stringify(data))]),
    servers: () => [{ urls: ["stun:stun.example.org"] }],
    changed,
    name: () => `m${++ends}`,
  });
  return { mesh: made, said, changed };
}

/** She is linked to Amal: came to him and offered, or he to her. Of z1 and m1, his end insists; of a1, hers. */
async function linked(theirs: "a1" | "z1", offers = true) {
  const made = mesh();
  if (!offers) made.mesh.meet("c", []);
  made.mesh.meet("c", [AMAL]);
  made.mesh.take("a", offers ? answerFrom(theirs) : offerFrom(theirs));
  await settled();
  connection(1).becomes("connected");
  made.said.length = 0;
  return made;
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const connection = (number: number) => {
  const found = FakeConnection.all[number - 1];
  if (!found) throw new Error(`There is no connection ${number}.`);
  return found;
};
const offerFrom = (from: string, to?: string) => ({
  from,
  to,
  description: { type: "offer", sdp: "theirs" },
});
const answerFrom = (from: string, to = "m1") => ({
  from,
  to,
  description: { type: "answer", sdp: "theirs" },
});
const offer = (number: number, from: string, to?: string) => ({
  from,
  ...(to && { to }),
  description: { type: "offer", sdp: `connection ${number}` },
});
const answer = (number: number, from: string, to: string) => ({
  from,
  to,
  description: { type: "answer", sdp: `connection ${number}` },
});
const live = () => FakeConnection.all.filter(({ connectionState }) => connectionState !== "closed");

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

test("Whoever comes offers a link to each of those who are there, and waits for those who come later", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL, PETER]);
  await settled();
  expect(said.splice(0)).toEqual([
    ["a", offer(1, "m1")],
    ["p", offer(2, "m2")],
  ]);
  media.meet("c", [AMAL, PETER, KOFI]);
  await settled();
  expect(said).toEqual([]);
  media.take("k", offerFrom("k1"));
  await settled();
  expect(said).toEqual([["k", answer(3, "m3", "k1")]]);
});

test("What is said before the other's end is known is for whichever it is, and then for that alone", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL]);
  await settled();
  connection(1).finds("1");
  media.take("a", answerFrom("a1"));
  await settled();
  connection(1).finds("2");
  expect(said).toEqual([
    ["a", offer(1, "m1")],
    ["a", { from: "m1", candidate: { candidate: "1" } }],
    ["a", { from: "m1", to: "a1", candidate: { candidate: "2" } }],
  ]);
  media.take("a", { from: "a1", candidate: { candidate: "3" } });
  media.take("a", { from: "a2", candidate: { candidate: "4" } });
  await settled();
  expect(connection(1).heard.slice(1)).toEqual([{ candidate: "3" }]);
});

test("Pictures are small at first, so that one is soon there, and then as large as they may be", async () => {
  const { mesh: media } = await linked("a1");
  const scale = () => connection(1).getTransceivers()[1]?.sender.parameters.encodings[0];
  expect(scale()).toMatchObject({ scaleResolutionDownBy: 2 });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(scale()).toMatchObject({ scaleResolutionDownBy: 1 });
  connection(1).becomes("disconnected");
  connection(1).becomes("connected");
  expect(scale()).toMatchObject({ scaleResolutionDownBy: 1 });
  media.close();
});

test("What one sends is sent to everybody, whoever offered and whenever they came", async () => {
  const { mesh: media } = mesh();
  const [voice, camera] = [new FakeTrack("audio"), new FakeTrack("video")];
  media.meet("c", [AMAL]);
  media.meet("c", [AMAL, PETER]);
  media.take("p", offerFrom("p1"));
  await settled();
  media.send(tracksOf(voice, camera), false);
  media.meet("c", [AMAL, PETER, KOFI]);
  media.take("k", offerFrom("k1"));
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

test("Of what one sends in quick succession, the last is sent in the end", async () => {
  const { mesh: media } = await linked("a1");
  const [camera, screen] = [new FakeTrack("video"), new FakeTrack("video")];
  const sender = connection(1).getTransceivers()[1]?.sender;
  if (!sender) throw new Error("Nothing is sent.");
  media.send(tracksOf(null, camera), false);
  await settled();
  // A browser replaces one after the other, each after a while.
  let before: Promise<void> = Promise.resolve();
  sender.replaceTrack = (track) => {
    before = before.then(() => new Promise((done) => setTimeout(done, 10)));
    before = before.then(() => void (sender.track = track));
    return before;
  };
  media.send(tracksOf(null, screen), true);
  media.send(tracksOf(null, camera), false);
  await vi.advanceTimersByTimeAsync(100);
  expect(sender.track).toBe(camera);
});

test("What somebody says before their coming is told is heard once it is, and not kept without end", async () => {
  const { mesh: media, said } = mesh();
  media.take("p", offerFrom("p1"));
  media.meet("c", []);
  media.take("p", { from: "p1", candidate: { candidate: "1" } });
  expect(FakeConnection.all).toHaveLength(0);
  media.meet("c", [PETER]);
  await settled();
  expect(connection(1).heard).toEqual([{ type: "offer", sdp: "theirs" }, { candidate: "1" }]);
  expect(said).toEqual([["p", answer(1, "m1", "p1")]]);
  media.take("k", offerFrom("k1"));
  for (let count = 0; count < 200; count += 1) media.take("nobody", { from: "x" });
  media.meet("c", [PETER, KOFI]);
  expect(FakeConnection.all).toHaveLength(1);
});

test.each([true, false])(
  "However the server calls oneself or the other anew, the link stays, and each tells between which ends it is (%s)",
  async (offers) => {
    const { mesh: media, said } = await linked("a1", offers);
    media.meet("c", [{ ...AMAL, peer: null }]);
    expect(media.remotes().get("amal")?.connected).toBe(true);
    media.meet("c", [{ ...AMAL, peer: "a2" }]);
    media.take("a2", { from: "a1", to: "m1" });
    media.meet("c2", [{ ...AMAL, peer: "a2" }]);
    await settled();
    expect(said).toEqual([
      ["a2", { from: "m1", to: "a1" }],
      ["a2", { from: "m1", to: "a1" }],
    ]);
    expect(live()).toEqual([connection(1)]);
    expect(connection(1).restarts).toBe(0);
    expect(media.remotes().get("amal")?.connected).toBe(true);
    connection(1).restartIce();
    await settled();
    expect(said.at(-1)).toEqual(["a2", offer(1, "m1", "a1")]);
  },
);

test("An offer that may have been lost with the connection to the server is made again at once", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL]);
  await settled();
  said.length = 0;
  media.meet("c2", [AMAL]);
  expect(said).toEqual([["a", offer(1, "m1")]]);
});

test("An offer that was answered before, whose answer was lost, is answered again", async () => {
  const { mesh: media, said } = await linked("a1", false);
  media.take("a", offerFrom("a1"));
  await settled();
  expect(said).toEqual([["a", answer(1, "m1", "a1")]]);
  expect(live()).toEqual([connection(1)]);
});

test("Where the path was not found yet, whoever insists looks for it again; the other waits for that", async () => {
  const { mesh: media } = await linked("a1");
  connection(1).becomes("disconnected");
  media.meet("c2", [AMAL]);
  expect(connection(1).restarts).toBe(1);
  media.close();
  FakeConnection.all.length = 0;
  const { mesh: other } = await linked("z1");
  connection(1).becomes("disconnected");
  other.meet("c2", [AMAL]);
  expect(connection(1).restarts).toBe(0);
});

test("Who comes anew gets another link, and the last pictures stay until something comes by it", async () => {
  const { mesh: media, said } = await linked("a1");
  const track = new FakeTrack("video");
  connection(1).dispatchEvent(Object.assign(new Event("track"), { track }));
  const before = media.remotes().get("amal")?.picture;
  media.meet("c", [{ ...AMAL, peer: "a2" }]);
  media.take("a2", offerFrom("a9"));
  await settled();
  expect(live()).toEqual([connection(2)]);
  expect(said.at(-1)).toEqual(["a2", answer(2, "m2", "a9")]);
  expect(media.remotes().get("amal")).toMatchObject({ picture: before, connected: false });
});

test("Who still has a link of which nothing is known any more is offered another one", async () => {
  const { mesh: media, said } = await linked("a1");
  media.meet("c", []);
  media.meet("c", [AMAL]);
  await settled();
  media.take("a", { from: "a1", to: "m1", candidate: { candidate: "1" } });
  expect(live()).toEqual([]);
  media.take("a", { from: "a1", to: "m1" });
  await settled();
  expect(said).toEqual([["a", offer(2, "m2")]]);
  media.take("a", { from: "a1", to: "m1" });
  expect(live()).toEqual([connection(2)]);
});

test("Nobody has others build link after link", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", []);
  media.meet("c", [AMAL, PETER]);
  for (let count = 0; count < 100; count += 1) media.take("a", offerFrom(`a${count}`));
  for (let count = 0; count < 100; count += 1) media.take("a", { from: "a", to: `m${count}` });
  media.meet("c", [PETER]);
  media.meet("c", [PETER, { ...AMAL, peer: "a2" }]);
  media.take("a2", offerFrom("a200"));
  await settled();
  expect(FakeConnection.all).toHaveLength(30);
  media.take("p", offerFrom("p1"));
  await vi.advanceTimersByTimeAsync(60_000);
  media.take("a2", offerFrom("a200"));
  await settled();
  expect(said.slice(-2)).toEqual([
    ["p", answer(31, "m31", "p1")],
    ["a2", answer(32, "m32", "a200")],
  ]);
});

test("Whoever has gone is let go of", async () => {
  const { mesh: media, changed } = mesh();
  media.meet("c", [AMAL, PETER]);
  await settled();
  changed.mockClear();
  media.meet("c", [PETER]);
  expect(live()).toEqual([connection(2)]);
  expect([...media.remotes().keys()]).toEqual(["peter"]);
  expect(changed).toHaveBeenCalled();
  media.close();
  expect(live()).toEqual([]);
});

test("Where both offer a link at once, that whose end has the later name stands", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL, PETER]);
  await settled();
  said.length = 0;
  media.take("a", offerFrom("a1"));
  media.take("p", offerFrom("z1"));
  await settled();
  expect(live()).toEqual([connection(1), connection(3)]);
  expect(said).toEqual([["p", answer(3, "m3", "z1")]]);
  media.take("a", answerFrom("a2"));
  await settled();
  expect(connection(1).signalingState).toBe("stable");
});

test("Where both ends of a link offer, the one that insists passes over the other's, and the other gives way", async () => {
  const { mesh: media, said } = await linked("a1");
  connection(1).restartIce();
  media.take("a", offerFrom("a1", "m1"));
  await settled();
  expect(connection(1).heard).toHaveLength(1);
  media.close();
  FakeConnection.all.length = said.length = 0;
  const { mesh: other, said: saidThen } = await linked("z1");
  connection(1).restartIce();
  other.take("a", offerFrom("z1", "m1"));
  await settled();
  expect(connection(1).signalingState).toBe("stable");
  expect(saidThen).toEqual([
    ["a", offer(1, "m1", "z1")],
    ["a", answer(1, "m1", "z1")],
  ]);
});

test("An offer that nobody answers is made again, and no more once it is answered", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", [AMAL]);
  await settled();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(said).toEqual([
    ["a", offer(1, "m1")],
    ["a", offer(1, "m1")],
  ]);
  media.take("a", answerFrom("a1"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toHaveLength(2);
});

test("Whoever does not insist looks for another path later, and not at all where the other has begun to", async () => {
  const { mesh: media } = await linked("z1");
  connection(1).becomes("disconnected");
  await vi.advanceTimersByTimeAsync(8_900);
  expect(connection(1).restarts).toBe(0);
  await vi.advanceTimersByTimeAsync(100);
  expect(connection(1).restarts).toBe(1);
  media.take("a", answerFrom("z1"));
  connection(1).becomes("disconnected");
  media.take("a", offerFrom("z1", "m1"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connection(1).restarts).toBe(1);
});

test("A path that has failed is looked for anew at once, and one that is disturbed after a while", async () => {
  const { said } = await linked("a1");
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
  expect(said).toEqual([
    ["a", offer(1, "m1", "a1")],
    ["a", offer(1, "m1", "a1")],
  ]);
});

test("Where no path is found, it is looked for ever more seldom, by the servers that are named by then", async () => {
  const { mesh: media } = await linked("a1");
  connection(1).configuration = {};
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
  expect(connection(1).configuration).toEqual({
    iceServers: [{ urls: ["stun:stun.example.org"] }],
  });
  media.close();
});

test("Nobody has others answer offer after offer by a link that there is", async () => {
  const { mesh: media, said } = await linked("z1");
  for (let count = 0; count < 100; count += 1) media.take("a", offerFrom("z1", "m1"));
  await settled();
  expect(said).toHaveLength(29);
  await vi.advanceTimersByTimeAsync(60_000);
  media.take("a", offerFrom("z1", "m1"));
  await settled();
  expect(said).toHaveLength(30);
});

test("A description of more than sound and pictures, or that takes back another, is passed over", async () => {
  const { mesh: media, said } = await linked("z1");
  const sdp = "v=0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n".repeat(3);
  media.take("a", { from: "z1", to: "m1", description: { type: "offer", sdp } });
  connection(1).restartIce();
  media.take("a", { from: "z1", to: "m1", description: { type: "rollback", sdp: "" } });
  await settled();
  expect(said).toEqual([["a", offer(1, "m1", "z1")]]);
  expect(connection(1).heard).toHaveLength(1);
});

test("What is no signal is passed over", async () => {
  const { mesh: media, said } = mesh();
  media.meet("c", []);
  media.meet("c", [PETER]);
  for (const noise of [null, "hello", 7, { seat: "p" }, { from: 1 }]) media.take("p", noise);
  media.take("p", { from: "z1" });
  media.take("p", { from: "z1", description: { type: "pranswer" } });
  expect(FakeConnection.all).toEqual([]);
  media.take("p", offerFrom("z1"));
  await settled();
  media.take("p", { from: "z1", to: "m1", description: { type: "pranswer" } });
  await settled();
  expect(said).toEqual([["p", answer(1, "m1", "z1")]]);
});
