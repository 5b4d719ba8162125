import type { Tracks } from "./own";

/* Stand-ins for what a browser has and the tests' own surroundings have not. */

export class FakeTrack extends EventTarget {
  enabled = true;
  readyState: "live" | "ended" = "live";
  contentHint = "";
  readonly kind: string;
  readonly #device: string;

  constructor(kind: string, device = "") {
    super();
    this.kind = kind;
    this.#device = device;
  }
  getSettings(): { deviceId: string } {
    return { deviceId: this.#device };
  }
  stop(): void {
    this.readyState = "ended";
  }
  /** It is pulled out, or ended by the browser's own button. */
  vanishes(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

export function tracksOf(audio: FakeTrack | null, video: FakeTrack | null): Tracks {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they have what is used of tracks
  return { audio, video } as unknown as Tracks;
}

export class FakeStream {
  readonly #tracks: FakeTrack[];

  constructor(tracks: FakeTrack[] = []) {
    this.#tracks = tracks;
  }
  getTracks(): FakeTrack[] {
    return this.#tracks;
  }
  getAudioTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === "audio");
  }
  getVideoTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === "video");
  }
}

type Description = { type: "offer" | "answer"; sdp: string; toJSON: () => object };

function described(type: "offer" | "answer", sdp: string): Description {
  return { type, sdp, toJSON: () => ({ type, sdp }) };
}

class FakeTransceiver {
  direction = "recvonly";
  readonly receiver: { track: FakeTrack; getSynchronizationSources: () => object[] };
  readonly sender = {
    track: null as FakeTrack | null,
    replaceTrack: async (track: FakeTrack | null) => {
      this.sender.track = track;
    },
    parameters: { encodings: [{}] },
    getParameters: () => structuredClone(this.sender.parameters),
    setParameters: async (parameters: { encodings: object[] }) => {
      this.sender.parameters = parameters;
    },
  };

  constructor(kind: string) {
    this.receiver = { track: new FakeTrack(kind), getSynchronizationSources: () => [] };
  }
}

/** A connection that does what it is told, and tells what it was told. */
export class FakeConnection extends EventTarget {
  static readonly all: FakeConnection[] = [];
  signalingState = "stable";
  connectionState = "new";
  localDescription: Description | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  restarts = 0;
  configuration: RTCConfiguration;
  readonly heard: object[] = [];
  readonly #transceivers: FakeTransceiver[] = [];

  constructor(configuration: RTCConfiguration) {
    super();
    this.configuration = configuration;
    FakeConnection.all.push(this);
  }
  addTransceiver(kind: string): FakeTransceiver {
    const transceiver = new FakeTransceiver(kind);
    this.#transceivers.push(transceiver);
    // Whoever has offered by then is not asked to.
    if (this.#transceivers.length === 1) {
      queueMicrotask(() => this.signalingState === "stable" && this.#needs());
    }
    return transceiver;
  }
  getTransceivers(): FakeTransceiver[] {
    return this.#transceivers;
  }
  async setLocalDescription(): Promise<void> {
    const answering = this.signalingState === "have-remote-offer";
    this.localDescription = described(answering ? "answer" : "offer", `connection ${this.number}`);
    this.signalingState = answering ? "stable" : "have-local-offer";
    await Promise.resolve();
    // Closed meanwhile, it is never done.
    if (this.connectionState === "closed") await new Promise(() => {});
  }
  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const offered = description.type === "offer";
    if (!offered && this.signalingState === "stable") throw new Error("Nobody asked.");
    this.heard.push(description);
    this.remoteDescription = description;
    this.signalingState = offered ? "have-remote-offer" : "stable";
    if (offered && this.#transceivers.length === 0) {
      this.#transceivers.push(new FakeTransceiver("audio"), new FakeTransceiver("video"));
    }
  }
  async addIceCandidate(candidate: object): Promise<void> {
    this.heard.push(candidate);
  }
  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }
  restartIce(): void {
    this.restarts += 1;
    this.#needs();
  }
  close(): void {
    this.connectionState = this.signalingState = "closed";
  }
  finds(candidate: string): void {
    const found = { candidate: { toJSON: () => ({ candidate }) } };
    this.dispatchEvent(Object.assign(new Event("icecandidate"), found));
  }
  becomes(state: string): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }
  get number(): number {
    return FakeConnection.all.indexOf(this) + 1;
  }
  #needs(): void {
    this.dispatchEvent(new Event("negotiationneeded"));
  }
}
