import { useEffect, useState } from "react";
import { memory } from "@/lib/storage";
import { handover } from "./handover";

/** With what one takes part; kept on this device for the next time. */
export type Choice = {
  microphone: string | null;
  camera: string | null;
  muted: boolean;
  cameraOff: boolean;
};

/** Why there is no picture or sound of oneself. */
export type Hindrance = "refused" | "missing" | "busy" | "unsupported";

/** What could be opened of what was wanted, and why not all of it. */
export type Opened = { stream: MediaStream | null; hindrance: Hindrance | null };

/** Which of them are wanted; any where null is. */
export type Wanted = { microphone?: string | null; camera?: string | null };

const KEPT_AS = "wexstream.devices";
const USUAL: Choice = { microphone: null, camera: null, muted: false, cameraOff: false };

export function keptChoice(): Choice {
  try {
    const kept: unknown = JSON.parse(memory.read(KEPT_AS) ?? "null");
    return typeof kept === "object" ? { ...USUAL, ...kept } : USUAL;
  } catch {
    return USUAL; // somebody else's words under our name
  }
}

/** Whether one has looked at camera and microphone here before, or was in a conference. */
export function isChoiceKept(): boolean {
  return memory.read(KEPT_AS) !== null;
}

/** Keep what was chosen for the next time; all that is kept. */
export function keep(changes: Partial<Choice>): Choice {
  const chosen = { ...keptChoice(), ...changes };
  memory.write(KEPT_AS, JSON.stringify(chosen));
  return chosen;
}

function hindranceOf(error: unknown): Hindrance {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}

/** Open the microphone and the camera that are wanted, or the one of them that can be had. */
export async function openDevices({ microphone, camera }: Wanted): Promise<Opened> {
  if (!("mediaDevices" in navigator)) return { stream: null, hindrance: "unsupported" };
  const audio = microphone !== undefined && named(microphone);
  const size = { width: { ideal: 1280 }, height: { ideal: 800 } };
  const video = camera !== undefined && { ...size, ...named(camera) };
  const both = await tried({ audio, video });
  if (both.stream || !audio || !video) return both;
  for (const one of [{ audio }, { video }]) {
    // oxlint-disable-next-line no-await-in-loop -- one question at a time
    const { stream } = await tried(one);
    if (stream) return { stream, hindrance: both.hindrance };
  }
  return both;
}

function named(device: string | null): MediaTrackConstraints {
  return device ? { deviceId: { ideal: device } } : {};
}

async function tried(constraints: MediaStreamConstraints): Promise<Opened> {
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(constraints), hindrance: null };
  } catch (error) {
    return { stream: null, hindrance: hindranceOf(error) };
  }
}

export function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Whether the browser lets us without asking. */
async function isAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state === "granted";
  } catch {
    return false; // not every browser tells
  }
}

export type Found = { microphones: MediaDeviceInfo[]; cameras: MediaDeviceInfo[] };

const NONE: Found = { microphones: [], cameras: [] };

/**
 * What there is to choose from, as far as the browser tells: more once something was opened. It is looked at again
 * when something else is open, or is plugged in.
 */
export function useFound(opened: MediaStream | null): Found {
  const [found, setFound] = useState(NONE);
  // oxlint-disable-next-line react/exhaustive-deps -- what is open changes what the browser tells
  useEffect(() => {
    const devices = "mediaDevices" in navigator ? navigator.mediaDevices : null;
    if (!devices) return undefined;
    const look = () =>
      void devices.enumerateDevices().then((all) =>
        setFound({
          microphones: all.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId),
          cameras: all.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId),
        }),
      );
    look();
    devices.addEventListener("devicechange", look);
    return () => devices.removeEventListener("devicechange", look);
  }, [opened]);
  return found;
}

export type Devices = Found &
  Opened & {
    choice: Choice;
    choose: (changes: Partial<Choice>) => void;
    /** Begin, or try again. */
    start: () => void;
  };

const NOTHING: Opened = { stream: null, hindrance: null };

/** Camera and microphone, open while this is shown; where the browser would ask, not before one says so. */
export function useDevices(byItself: boolean): Devices {
  const [choice, setChoice] = useState(keptChoice);
  const [tries, setTries] = useState(0);
  const [opened, setOpened] = useState(NOTHING);
  const { stream, hindrance } = opened;
  const { microphone, camera, cameraOff, muted } = choice;
  useEffect(() => {
    if (byItself) void isAllowed().then((allowed) => allowed && setTries((before) => before || 1));
  }, [byItself]);
  useEffect(() => {
    if (tries === 0) return undefined;
    let over = false;
    const wanted = { microphone, ...(!cameraOff && { camera }) };
    const opening = openDevices(wanted);
    handover.offer(wanted, opening);
    void opening.then((now) => !over && setOpened(now));
    return () => {
      over = true;
      if (handover.withdraw(opening)) void opening.then((now) => now.stream && close(now.stream));
    };
  }, [tries, microphone, camera, cameraOff]);
  useEffect(() => {
    for (const track of stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }, [stream, muted]);
  return {
    stream,
    hindrance,
    ...useFound(stream),
    choice,
    choose: (changes) => setChoice(keep(changes)),
    start: () => setTries((before) => before + 1),
  };
}
