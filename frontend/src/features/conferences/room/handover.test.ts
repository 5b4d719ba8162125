import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Opened } from "./devices";
import { Handover } from "./handover";
import { FakeStream, FakeTrack } from "./peer/fakes";

const BOTH = { microphone: null, camera: null };

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** What was opened by one who looks at oneself. */
function opened(...kinds: string[]) {
  const tracks = kinds.map((kind) => new FakeTrack(kind));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has what is used of streams
  const stream = new FakeStream(tracks) as unknown as MediaStream;
  const opening: Promise<Opened> = Promise.resolve({ stream, hindrance: null });
  const live = () => tracks.filter((one) => one.readyState === "live").map(({ kind }) => kind);
  return { tracks, opening, live };
}

test("What is open goes on in the call, which has it from then on", async () => {
  const { tracks, opening, live } = opened("audio", "video");
  const handover = new Handover();
  handover.offer(BOTH, opening);
  const taken = await handover.take(BOTH);
  expect(taken).toEqual(tracks);
  expect(live()).toEqual(["audio", "video"]);
  expect(handover.withdraw(opening)).toBe(false);
  expect(await handover.take(BOTH)).toEqual([]);
});

test("What is offered no longer is not taken", async () => {
  const { opening } = opened("audio");
  const handover = new Handover();
  handover.offer(BOTH, opening);
  expect(handover.withdraw(opening)).toBe(true);
  expect(await handover.take(BOTH)).toEqual([]);
});

test("Of two, the newer one is taken", async () => {
  const [first, second] = [opened("audio"), opened("audio")];
  const handover = new Handover();
  for (const { opening } of [first, second]) handover.offer({ microphone: null }, opening);
  expect(await handover.take({ microphone: null })).toEqual(second.tracks);
  expect(handover.withdraw(first.opening)).toBe(true);
  expect(handover.withdraw(second.opening)).toBe(false);
});

test("Whoever is muted or unseen in the call has the rest closed", async () => {
  const { opening, live } = opened("audio", "video");
  const handover = new Handover();
  handover.offer(BOTH, opening);
  const taken = await handover.take({ camera: null });
  expect(taken.map(({ kind }) => kind)).toEqual(["video"]);
  expect(live()).toEqual(["video"]);
});

test("Where another camera is wanted, or none was, all is closed and opened anew", async () => {
  for (const wanted of [{ microphone: null, camera: "another" }, BOTH]) {
    const { opening, live } = opened("audio");
    const handover = new Handover();
    handover.offer({ microphone: null }, opening);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await handover.take(wanted)).toEqual([]);
    expect(live()).toEqual([]);
  }
});

test("What was pulled out meanwhile is not taken", async () => {
  const { tracks, opening } = opened("video");
  const handover = new Handover();
  handover.offer({ camera: null }, opening);
  tracks[0]?.vanishes();
  expect(await handover.take({ camera: null })).toEqual([]);
});
