import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { handover } from "../handover";
import { FakeStream, FakeTrack } from "./fakes";
import { type Mishap, OwnMedia } from "./own";

type Asked = { audio?: object | false; video?: object | false };

const opened: FakeTrack[] = [];
const getUserMedia = vi.fn<(asked: Asked) => Promise<FakeStream>>();
const getDisplayMedia = vi.fn<() => Promise<FakeStream>>();

function own() {
  const mishaps: Mishap[] = [];
  const media = new OwnMedia({ changed: () => {}, mishap: (mishap) => mishaps.push(mishap) });
  return { media, mishaps };
}

function open(...kinds: string[]): FakeStream {
  const tracks = kinds.map((kind) => new FakeTrack(kind));
  opened.push(...tracks);
  return new FakeStream(tracks);
}

const live = () => opened.filter(({ readyState }) => readyState === "live").map(({ kind }) => kind);

beforeEach(() => {
  localStorage.clear();
  opened.length = 0;
  getUserMedia.mockReset();
  getUserMedia.mockImplementation(async ({ audio, video }) =>
    open(...[audio && "audio", video && "video"].filter((kind) => typeof kind === "string")),
  );
  getDisplayMedia.mockReset();
  getDisplayMedia.mockImplementation(async () => open("video"));
  vi.stubGlobal("MediaStream", FakeStream);
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia, getDisplayMedia } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("One begins with camera and microphone, and both are closed with the call", async () => {
  const { media } = own();
  await media.start();
  expect(media.view()).toMatchObject({ audio: true, video: true, screen: false });
  media.close();
  expect(live()).toEqual([]);
});

test("What was open when one went in goes on, and what one does not show is closed", async () => {
  const left = open("audio", "video");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has what is used of streams
  const opening = { stream: left as unknown as MediaStream, hindrance: null };
  for (const [muted, kinds] of [
    [false, ["audio", "video"]],
    [true, []],
  ] as const) {
    localStorage.setItem("wexstream.devices", JSON.stringify({ muted, cameraOff: muted }));
    handover.offer({ microphone: null, camera: null }, Promise.resolve(opening));
    const { media } = own();
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await media.start();
    expect(getUserMedia).not.toHaveBeenCalled();
    expect(live()).toEqual(kinds);
    expect(media.view()).toMatchObject({ audio: !muted, video: !muted });
  }
});

test("What was not open before one went in, or is no more, is opened", async () => {
  const opening = open("audio", "video");
  opening.getVideoTracks()[0]?.vanishes();
  const stream = opening as unknown as MediaStream; // oxlint-disable-line typescript/no-unsafe-type-assertion
  handover.offer({ microphone: null, camera: null }, Promise.resolve({ stream, hindrance: null }));
  const { media, mishaps } = own();
  await media.start();
  expect(getUserMedia.mock.calls.map(([{ audio, video }]) => [audio, Boolean(video)])).toEqual([
    [false, true],
  ]);
  expect(media.view()).toMatchObject({ audio: true, video: true });
  expect(mishaps).toEqual([]);
});

test("Whoever was muted and unseen the last time is it again, and nothing is opened", async () => {
  localStorage.setItem("wexstream.devices", JSON.stringify({ muted: true, cameraOff: true }));
  const { media } = own();
  await media.start();
  expect(getUserMedia).not.toHaveBeenCalled();
  await media.unmute();
  expect(live()).toEqual(["audio"]);
  expect(media.view()).toMatchObject({ audio: true, video: false });
});

test("Muting is at once and keeps the microphone; stopping the camera closes it", async () => {
  const { media } = own();
  await media.start();
  media.mute();
  media.stopCamera();
  expect(media.view()).toMatchObject({ audio: false, video: false });
  expect(live()).toEqual(["audio"]);
  expect(opened[0]?.enabled).toBe(false);
  await media.unmute();
  await media.startCamera();
  expect(media.view()).toMatchObject({ audio: true, video: true });
  expect(opened[0]?.enabled).toBe(true);
});

test("Muted before the microphone was open, one is not heard when it opens", async () => {
  const { media } = own();
  const opening = media.start();
  media.mute();
  await opening;
  expect(media.view()).toMatchObject({ audio: false, video: true });
  expect(live()).toEqual(["video"]);
});

test("A screen takes the place of the camera, which is there again afterwards", async () => {
  const { media } = own();
  await media.start();
  const camera = media.tracks().video;
  await media.share();
  const screen = media.tracks().video;
  expect(screen).not.toBe(camera);
  expect(media.view()).toMatchObject({ video: true, screen: true });
  opened.at(-1)?.vanishes(); // by the browser's own button
  expect(media.tracks().video).toBe(camera);
  expect(media.view().screen).toBe(false);
  await media.share();
  media.stopSharing();
  expect(media.tracks().video).toBe(camera);
});

test("Whoever closes the browser's question shows no screen", async () => {
  const { media, mishaps } = own();
  getDisplayMedia.mockRejectedValue(new DOMException("", "NotAllowedError"));
  await media.share();
  expect(media.view().screen).toBe(false);
  expect(mishaps).toEqual([]);
});

test("However often it is pressed, one screen is captured, and closed in the end", async () => {
  const { media } = own();
  await Promise.all([media.share(), media.share()]);
  await media.share();
  expect(getDisplayMedia).toHaveBeenCalledOnce();
  expect(live()).toEqual(["video"]);
  media.stopSharing();
  expect(live()).toEqual([]);
  await media.share();
  expect(live()).toEqual(["video"]);
  const late = media.share();
  media.close();
  await late;
  expect(live()).toEqual([]);
});

test("Without a camera one is heard all the same, and told what is missing", async () => {
  const { media, mishaps } = own();
  getUserMedia.mockImplementation(async ({ audio, video }) => {
    if (video) throw new DOMException("", "NotFoundError");
    return open(audio ? "audio" : "video");
  });
  await media.start();
  expect(media.view()).toMatchObject({ audio: true, video: false });
  expect(mishaps).toEqual([{ of: "camera", why: "missing" }]);
});

test("Refused both, one takes part without, and may try again", async () => {
  const { media, mishaps } = own();
  getUserMedia.mockRejectedValue(new DOMException("", "NotAllowedError"));
  await media.start();
  expect(media.view()).toMatchObject({ audio: false, video: false });
  getUserMedia.mockImplementation(async () => open("audio"));
  await media.unmute();
  expect(media.view().audio).toBe(true);
  expect(mishaps).toEqual([{ of: "both", why: "refused" }]);
});

test("A device that is pulled out is told, and switched on again once it is back", async () => {
  const { media, mishaps } = own();
  await media.start();
  opened.find(({ kind }) => kind === "audio")?.vanishes();
  expect(media.view()).toMatchObject({ audio: false, video: true });
  expect(mishaps).toEqual([{ of: "microphone", why: "ended" }]);
  await media.unmute();
  expect(media.view().audio).toBe(true);
});

test("Another camera takes the place of the first, now or the next time", async () => {
  const { media } = own();
  await media.start();
  await media.choose("camera", "second");
  expect(getUserMedia.mock.lastCall?.[0]).toMatchObject({
    audio: false,
    video: { deviceId: { ideal: "second" } },
  });
  expect(live().toSorted()).toEqual(["audio", "video"]);
  media.stopCamera();
  await media.choose("camera", "third");
  expect(live()).toEqual(["audio"]);
  expect(media.view().choice.camera).toBe("third");
});

test("What opens after the call is over is closed at once", async () => {
  const { media } = own();
  const opening = media.start();
  media.close();
  await opening;
  expect(live()).toEqual([]);
});
