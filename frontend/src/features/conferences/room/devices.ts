/** Why there is no picture or sound of oneself. */
export type Hindrance = "refused" | "missing" | "busy" | "unsupported";

/** What could be opened of what was wanted, and why not all of it. */
export type Opened = { stream: MediaStream | null; hindrance: Hindrance | null };

/** Which of them are wanted; any where null is. */
export type Wanted = { microphone?: string | null; camera?: string | null };

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
