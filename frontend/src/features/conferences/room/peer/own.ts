import { type Choice, keep, keptChoice } from "../choice";
import { close, type Hindrance, type Opened, openDevices, type Wanted } from "../devices";
import { handover } from "../handover";

/** What one sends: each of them or nothing. */
export type Tracks = { audio: MediaStreamTrack | null; video: MediaStreamTrack | null };

export type OwnView = {
  /** Whether one is heard, is seen, and shows the screen. */
  audio: boolean;
  video: boolean;
  screen: boolean;
  /** What others see of one: the screen, or else the camera. */
  picture: MediaStream | null;
  /** What is heard of one, to listen to oneself. */
  sound: MediaStream | null;
  /** The camera that is open, also while the screen is shown. */
  camera: MediaStreamTrack | null;
  choice: Choice;
};

/** What has happened to one's devices that one did not do oneself. */
export type Mishap = {
  of: "microphone" | "camera" | "both";
  why: Hindrance | "ended" | "no-calls";
};

type Told = {
  changed: () => void;
  mishap: (mishap: Mishap) => void;
};

type Device = "microphone" | "camera";

/** One's microphone, camera and screen: opened when they are wanted, closed when they are not. */
export class OwnMedia {
  #view: OwnView;
  readonly #told: Told;
  readonly #tracks = new Map<Device | "screen", MediaStreamTrack>();
  readonly #wanted: Record<Device, boolean>;
  readonly #opening = new Set<Device>();
  #asking = false;
  #over = false;

  constructor(told: Told) {
    const choice = keptChoice();
    this.#told = told;
    this.#wanted = { microphone: !choice.muted, camera: !choice.cameraOff };
    const nothing = { audio: false, video: false, screen: false };
    this.#view = { ...nothing, picture: null, sound: null, camera: null, choice };
  }

  view(): OwnView {
    return this.#view;
  }

  tracks(): Tracks {
    return {
      audio: this.#tracks.get("microphone") ?? null,
      video: this.#tracks.get("screen") ?? this.#tracks.get("camera") ?? null,
    };
  }

  /** Open what is wanted from the beginning. */
  async start(): Promise<void> {
    this.#over = false;
    const wanted = (["microphone", "camera"] as const).filter((device) => this.#wanted[device]);
    if (wanted.length > 0) await this.#open(wanted, takeOrOpen);
    else await handover.take({});
  }

  mute(): void {
    this.#wanted.microphone = false;
    const track = this.#tracks.get("microphone");
    if (track) track.enabled = false;
    keep({ muted: true });
    this.#show();
  }

  async unmute(): Promise<void> {
    this.#wanted.microphone = true;
    keep({ muted: false });
    const track = this.#tracks.get("microphone");
    if (track) {
      track.enabled = true;
      this.#show();
    } else await this.#open(["microphone"]);
  }

  /** The camera is not only hidden: its lamp goes out. */
  stopCamera(): void {
    this.#wanted.camera = false;
    this.#stop("camera");
    keep({ cameraOff: true });
    this.#show();
  }

  async startCamera(): Promise<void> {
    this.#wanted.camera = true;
    keep({ cameraOff: false });
    await this.#open(["camera"]);
  }

  /** Take another one, now if it is in use, else the next time. */
  async choose(device: Device, id: string): Promise<void> {
    keep({ [device]: id });
    this.#show();
    if (!this.#tracks.has(device)) return;
    this.#stop(device); // a phone opens one camera at a time
    await this.#open([device]);
  }

  /** Show the screen; whoever closes the browser's question has changed their mind. It is asked once at a time. */
  async share(): Promise<void> {
    if (this.#asking || this.#tracks.has("screen")) return;
    this.#asking = true;
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
      const [track] = stream.getVideoTracks();
      if (!track || this.#over) return close(stream);
      track.contentHint = "detail";
      this.#adopt("screen", track);
    } catch {
      return;
    } finally {
      this.#asking = false;
    }
  }

  stopSharing(): void {
    this.#stop("screen");
    this.#show();
  }

  close(): void {
    this.#over = true;
    for (const track of this.#tracks.values()) track.stop();
    this.#tracks.clear();
  }

  async #open(devices: Device[], open = openDevices): Promise<void> {
    const missing = devices.filter((device) => !this.#opening.has(device));
    if (missing.length === 0) return;
    for (const device of missing) this.#opening.add(device);
    const { microphone, camera } = this.#view.choice;
    const opened = await open({
      ...(missing.includes("microphone") && { microphone }),
      ...(missing.includes("camera") && { camera }),
    });
    for (const device of missing) this.#opening.delete(device);
    this.#receive(missing, opened);
  }

  #receive(devices: Device[], { stream, hindrance }: Opened): void {
    for (const track of stream?.getTracks() ?? []) {
      const device = track.kind === "audio" ? "microphone" : "camera";
      if (this.#over || !this.#wanted[device] || this.#tracks.has(device)) track.stop();
      else this.#adopt(device, track);
    }
    if (this.#over) return;
    const without = devices.filter((device) => this.#wanted[device] && !this.#tracks.has(device));
    for (const device of without) this.#wanted[device] = false;
    const [one] = without;
    if (one && hindrance) {
      this.#told.mishap({ of: without.length > 1 ? "both" : one, why: hindrance });
    }
    this.#show();
  }

  #adopt(device: Device | "screen", track: MediaStreamTrack): void {
    this.#tracks.set(device, track);
    track.addEventListener("ended", () => this.#lose(device, track));
    this.#show();
  }

  /** It was pulled out, or is not allowed any more; or the browser's own button ended the sharing. */
  #lose(device: Device | "screen", track: MediaStreamTrack): void {
    if (this.#tracks.get(device) !== track) return;
    this.#tracks.delete(device);
    if (device !== "screen") {
      this.#wanted[device] = false;
      this.#told.mishap({ of: device, why: "ended" });
    }
    this.#show();
  }

  #stop(device: Device | "screen"): void {
    this.#tracks.get(device)?.stop();
    this.#tracks.delete(device);
  }

  #show(): void {
    const microphone = this.#tracks.get("microphone");
    const { audio, video } = this.tracks();
    this.#view = {
      audio: microphone?.enabled ?? false,
      video: this.#tracks.has("camera"),
      screen: this.#tracks.has("screen"),
      picture: sameStream(this.#view.picture, video),
      sound: sameStream(this.#view.sound, audio),
      camera: this.#tracks.get("camera") ?? null,
      choice: keptChoice(),
    };
    this.#told.changed();
  }
}

/** What was open before one went in goes on; the rest is opened. */
async function takeOrOpen(wanted: Wanted): Promise<Opened> {
  const taken = await handover.take(wanted);
  const has = (kind: string) => taken.some((track) => track.kind === kind);
  const { microphone, camera } = wanted;
  const missing = {
    ...(microphone !== undefined && !has("audio") && { microphone }),
    ...(camera !== undefined && !has("video") && { camera }),
  };
  if (Object.keys(missing).length === 0) return { stream: new MediaStream(taken), hindrance: null };
  const { stream, hindrance } = await openDevices(missing);
  return { stream: new MediaStream([...taken, ...(stream?.getTracks() ?? [])]), hindrance };
}

/** The same as long as it holds the same, so that nothing flickers. */
function sameStream(
  before: MediaStream | null,
  track: MediaStreamTrack | null,
): MediaStream | null {
  if (!track) return null;
  return before?.getTracks()[0] === track ? before : new MediaStream([track]);
}
