import { useEffect, useState } from "react";

/** With what one takes part; kept on this device for the next time. */
export type Choice = {
  microphone: string | null;
  camera: string | null;
  muted: boolean;
  cameraOff: boolean;
};

/** Why there is no picture or sound of oneself. */
export type Hindrance = "refused" | "missing" | "busy" | "unsupported";

const KEPT_AS = "wexstream.devices";
const USUAL: Choice = { microphone: null, camera: null, muted: false, cameraOff: false };

export function keptChoice(): Choice {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? "null");
    return typeof kept === "object" ? { ...USUAL, ...kept } : USUAL;
  } catch {
    return USUAL; // somebody else's words under our name
  }
}

function hindranceOf(error: unknown): Hindrance {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}

/** Camera and microphone, or the one of them that there is. */
async function open({ microphone, camera, cameraOff }: Choice): Promise<MediaStream> {
  const audio = microphone ? { deviceId: { ideal: microphone } } : true;
  const size = { width: { ideal: 1280 }, height: { ideal: 800 } };
  const video = cameraOff ? false : { ...size, ...(camera && { deviceId: { ideal: camera } }) };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio, video });
  } catch (error) {
    if (hindranceOf(error) !== "missing" || !video) throw error;
    try {
      return await navigator.mediaDevices.getUserMedia({ audio });
    } catch {
      return await navigator.mediaDevices.getUserMedia({ video });
    }
  }
}

/** Whether the browser lets us without asking. */
async function isAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state === "granted";
  } catch {
    return false; // not every browser tells
  }
}

export type Devices = {
  stream: MediaStream | null;
  hindrance: Hindrance | null;
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  choice: Choice;
  choose: (changes: Partial<Choice>) => void;
  /** Begin, or try again. */
  start: () => void;
};

/** Camera and microphone, open while this is shown; where the browser would ask, not before one says so. */
export function useDevices(): Devices {
  const [choice, setChoice] = useState(keptChoice);
  const [tries, setTries] = useState(0);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [hindrance, setHindrance] = useState<Hindrance | null>(null);
  const [all, setAll] = useState<MediaDeviceInfo[]>([]);
  const { microphone, camera, cameraOff, muted } = choice;
  useEffect(() => {
    void isAllowed().then((allowed) => allowed && setTries((before) => before || 1));
  }, []);
  useEffect(() => {
    if (tries === 0) return undefined;
    let over = false;
    let opened: MediaStream | null = null;
    const begin = async () => {
      try {
        opened = await open({ microphone, camera, cameraOff, muted: false });
        if (over) return close(opened);
        setStream(opened);
        setHindrance(null);
        setAll(await navigator.mediaDevices.enumerateDevices());
      } catch (error) {
        setStream(null);
        setHindrance("mediaDevices" in navigator ? hindranceOf(error) : "unsupported");
      }
    };
    void begin();
    return () => {
      over = true;
      if (opened) close(opened);
    };
  }, [tries, microphone, camera, cameraOff]);
  useEffect(() => {
    for (const track of stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }, [stream, muted]);
  const choose = (changes: Partial<Choice>) => {
    const chosen = { ...choice, ...changes };
    localStorage.setItem(KEPT_AS, JSON.stringify(chosen));
    setChoice(chosen);
  };
  return {
    stream,
    hindrance,
    microphones: all.filter(({ kind }) => kind === "audioinput"),
    cameras: all.filter(({ kind }) => kind === "videoinput"),
    choice,
    choose,
    start: () => setTries((before) => before + 1),
  };
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
