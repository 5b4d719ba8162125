import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keep } from "../choice";
import { Speaking } from "../speaking";
import { DevicesDialog } from "./DevicesDialog";
import { FakeStream, FakeTrack } from "./fakes";
import { OwnMedia } from "./own";

const DEVICES = [
  { kind: "audioinput", deviceId: "m1", label: "First microphone" },
  { kind: "audioinput", deviceId: "m2", label: "Second microphone" },
  { kind: "videoinput", deviceId: "c1", label: "First camera" },
  { kind: "videoinput", deviceId: "c2", label: "Second camera" },
];

/** The dialog of somebody whose browser opens the second ones. */
async function open(own: OwnMedia) {
  render(
    <Speaking>
      <DevicesDialog call={{ own }} own={own.view()} open onClose={() => {}} />
    </Speaking>,
  );
  await screen.findByRole("option", { name: "Second camera" });
  return {
    microphone: screen.getByRole<HTMLSelectElement>("combobox", { name: "Microphone" }),
    camera: screen.getByRole<HTMLSelectElement>("combobox", { name: "Camera" }),
  };
}

function media(): OwnMedia {
  return new OwnMedia({ changed: () => {}, mishap: () => {} });
}

beforeEach(() => {
  const devices = {
    enumerateDevices: async () => DEVICES,
    getUserMedia: async () =>
      new FakeStream([new FakeTrack("audio", "m2"), new FakeTrack("video", "c2")]),
    getDisplayMedia: async () => new FakeStream([new FakeTrack("video", "screen")]),
  };
  vi.stubGlobal("navigator", { mediaDevices: Object.assign(new EventTarget(), devices) });
  vi.stubGlobal("MediaStream", FakeStream);
  vi.stubGlobal(
    "AudioContext",
    class {
      resume = async () => undefined;
      close = async () => undefined;
      createAnalyser = () => ({ getFloatTimeDomainData: () => undefined });
      createMediaStreamSource = () => ({ connect: () => undefined });
    },
  );
});
afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});

test("It names the microphone and the camera that are in use, also while the screen is shown", async () => {
  const own = media();
  await own.start();
  await own.share();
  const { microphone, camera } = await open(own);
  expect([microphone.value, camera.value]).toEqual(["m2", "c2"]);
});

test("With nothing open one chooses for the next time", async () => {
  const own = media();
  const { microphone, camera } = await open(own);
  expect([microphone.disabled, camera.disabled]).toEqual([false, false]);
  fireEvent.change(microphone, { target: { value: "m2" } });
  fireEvent.change(camera, { target: { value: "c2" } });
  expect(own.view().choice).toMatchObject({ microphone: "m2", camera: "c2" });
});

test("What was chosen and is not there gives place to what is used", async () => {
  keep({ microphone: "m1", camera: "gone" });
  const own = media();
  await own.start();
  const { microphone, camera } = await open(own);
  expect([microphone.value, camera.value]).toEqual(["m1", "c2"]);
});
