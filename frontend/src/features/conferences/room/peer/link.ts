import { loudness } from "../loudness";
import type { Tracks } from "./own";
import type { Quality } from "./quality";

/** What comes from somebody else. */
export type Remote = {
  picture: MediaStream;
  sound: MediaStream;
  /** Whether it comes at present. */
  connected: boolean;
};

/** What two browsers tell each other until media flows, and when the path between them changes. */
type Negotiation = { description?: RTCSessionDescriptionInit; candidate?: RTCIceCandidateInit };

/** Between which ends of a link it is said. Without a word, an end says that it is there. */
export type Signal = { from: string; to?: string } & Negotiation;

type Making = {
  /** One of the two makes the first offer. */
  offers: boolean;
  /** Whether one's own offer counts where both make one. */
  insists: () => boolean;
  servers: () => RTCIceServer[];
  tracks: Tracks;
  /** What came by the link before this one. */
  last: Remote | null;
  signal: (data: Negotiation) => void;
  changed: () => void;
};

const DISTURBED_FOR = 4_000; // milliseconds, before another path is looked for
/** The other looks first: where both do at once Chromium (150) takes back one's offer, and sends no more pictures. */
const YIELDS_FOR = 5_000;
const PAUSES = [0, 1_000, 2_000, 4_000, 8_000, 15_000]; // milliseconds, between paths that fail
/** A browser knows nothing of the path yet, and leaves out what seems too large for it: a small picture is there sooner. */
const SMALL = 2; // times, in width and height
const SMALL_FOR = 1_500; // milliseconds
const SECTIONS = 2; // of a description (RFC 8866, 5.14): sound and pictures
const ANSWERED_WITHIN = 8_000; // milliseconds, before an offer is made again

/** Whether this browser has what a link is made of: some are told to do without (WebRTC). */
export function canLink(): boolean {
  return "RTCPeerConnection" in globalThis;
}

/** Media with one other browser, by perfect negotiation (WebRTC 1.0, 10.7). */
export class Link {
  readonly #connection: RTCPeerConnection;
  readonly #insists: () => boolean;
  readonly #servers: () => RTCIceServer[];
  readonly #signal: (data: Negotiation) => void;
  readonly #changed: () => void;
  readonly #transceivers = new Map<string, RTCRtpTransceiver>();
  readonly #sent = new Map<RTCRtpSender, MediaStreamTrack | null>();
  #tracks: Tracks;
  #quality: Quality | null = null;
  #picture: MediaStream;
  #sound: MediaStream;
  #offering = false;
  #ignoring = false;
  #heard: Promise<void> = Promise.resolve();
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #searching: ReturnType<typeof setTimeout> | undefined;
  #growing: ReturnType<typeof setTimeout> | undefined;
  #small = true;
  #failures = 0;

  constructor({ offers, insists, servers, tracks, last, signal, changed }: Making) {
    this.#insists = insists;
    this.#servers = servers;
    this.#signal = signal;
    this.#changed = changed;
    this.#tracks = tracks;
    this.#picture = last?.picture ?? new MediaStream();
    this.#sound = last?.sound ?? new MediaStream();
    this.#connection = new RTCPeerConnection({ iceServers: servers() });
    this.#connection.addEventListener("negotiationneeded", () => void this.#offer());
    this.#connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate) signal({ candidate: candidate.toJSON() });
    });
    this.#connection.addEventListener("track", ({ track }) => this.#receive(track));
    this.#connection.addEventListener("connectionstatechange", () => this.#watch());
    // The other one makes its transceivers of the offer: made by both, there would be two of each.
    if (!offers) return;
    for (const kind of ["audio", "video"]) this.#open(this.#connection.addTransceiver(kind));
    void this.#offer(); // the event that it is needed would come after whatever is being drawn
  }

  remote(): Remote {
    const connected = this.#connection.connectionState === "connected";
    return { picture: this.#picture, sound: this.#sound, connected };
  }

  /** How loud the other is. */
  level(): number {
    const sources = this.#transceivers.get("audio")?.receiver.getSynchronizationSources() ?? [];
    return loudness(Math.max(0, ...sources.map(({ audioLevel }) => audioLevel ?? 0)) ** 2);
  }

  /** Send these from now on; nothing has to be arranged anew for it. */
  send(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const transceiver of this.#transceivers.values()) this.#fill(transceiver);
  }

  tune(quality: Quality | null): void {
    if (quality === this.#quality) return;
    this.#quality = quality;
    void this.#apply();
  }

  /** Hear what the other says, one thing after the other. */
  take({ description, candidate }: Negotiation): void {
    const hear = async () => {
      if (description) await this.#answer(description);
      if (candidate) await this.#try(candidate);
    };
    // What cannot be understood is passed over: an offer that is not answered is made again.
    this.#heard = this.#heard.then(hear).catch(() => undefined);
  }

  /** What was said lately may not have arrived: say again what matters of it. */
  resume(): void {
    if (this.#connection.signalingState === "have-local-offer") this.#describe();
    else if (this.#insists() && this.#connection.connectionState !== "connected") this.#search();
  }

  /** What came by it stays to be shown for a while. */
  end(): Remote {
    clearTimeout(this.#waiting);
    clearTimeout(this.#searching);
    clearTimeout(this.#growing);
    this.#connection.close();
    return { picture: this.#picture, sound: this.#sound, connected: false };
  }

  async #offer(): Promise<void> {
    this.#offering = true;
    try {
      await this.#connection.setLocalDescription();
      this.#describe();
    } catch {
      return; // it was closed meanwhile
    } finally {
      this.#offering = false;
    }
  }

  #describe(): void {
    const { localDescription: description } = this.#connection;
    if (!description) return;
    this.#signal({ description: description.toJSON() });
    clearTimeout(this.#waiting);
    if (description.type !== "offer") return;
    this.#waiting = setTimeout(() => {
      if (this.#connection.signalingState === "have-local-offer") this.#describe();
    }, ANSWERED_WITHIN);
  }

  async #answer(description: RTCSessionDescriptionInit): Promise<void> {
    if (!isOurs(description)) return;
    const offered = description.type === "offer";
    const collides = offered && (this.#offering || this.#connection.signalingState !== "stable");
    this.#ignoring = this.#insists() && collides;
    if (this.#ignoring) return;
    await this.#connection.setRemoteDescription(description);
    clearTimeout(this.#searching); // the other does
    if (!offered) {
      clearTimeout(this.#waiting);
      return this.#apply();
    }
    for (const transceiver of this.#connection.getTransceivers()) this.#open(transceiver);
    await this.#connection.setLocalDescription();
    this.#describe();
    await this.#apply();
  }

  async #try(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch (error) {
      if (!this.#ignoring) throw error;
    }
  }

  #open(transceiver: RTCRtpTransceiver): void {
    const { kind } = transceiver.receiver.track;
    if (this.#transceivers.has(kind)) return;
    this.#transceivers.set(kind, transceiver);
    transceiver.direction = "sendrecv";
    this.#fill(transceiver);
  }

  #fill({ sender, receiver }: RTCRtpTransceiver): void {
    const track = receiver.track.kind === "audio" ? this.#tracks.audio : this.#tracks.video;
    // What the sender has may be about to be replaced; what was wanted of it last is known here alone.
    if (this.#sent.get(sender) === track) return;
    this.#sent.set(sender, track);
    sender.replaceTrack(track).catch(() => undefined); // the link has ended
  }

  #receive(track: MediaStreamTrack): void {
    const stream = new MediaStream([track]);
    if (track.kind === "audio") this.#sound = stream;
    else this.#picture = stream;
    this.#changed();
  }

  #watch(): void {
    clearTimeout(this.#searching);
    const { connectionState: state } = this.#connection;
    if (state === "connected") {
      this.#failures = 0;
      this.#grow();
    }
    if (state === "disconnected") this.#searchIn(DISTURBED_FOR);
    if (state === "failed") {
      this.#searchIn(PAUSES[Math.min(this.#failures, PAUSES.length - 1)] ?? 0);
      this.#failures += 1;
    }
    this.#changed();
  }

  #grow(): void {
    this.#growing ??= setTimeout(() => {
      this.#small = false;
      void this.#apply();
    }, SMALL_FOR);
  }

  #searchIn(pause: number): void {
    const yields = this.#insists() ? 0 : YIELDS_FOR;
    this.#searching = setTimeout(() => this.#search(), pause + yields);
  }

  #search(): void {
    // What admits to these lasts for some hours.
    this.#connection.setConfiguration({ iceServers: this.#servers() });
    this.#connection.restartIce();
  }

  async #apply(): Promise<void> {
    const sender = this.#transceivers.get("video")?.sender;
    const parameters = sender?.getParameters();
    const [encoding] = parameters?.encodings ?? [];
    if (!sender || !parameters || !encoding || !this.#quality) return;
    const { scaleResolutionDownBy: scale } = this.#quality;
    const scaleResolutionDownBy = this.#small ? Math.max(scale, SMALL) : scale;
    Object.assign(encoding, { ...this.#quality, scaleResolutionDownBy });
    // A browser that cannot sends as it likes.
    await sender.setParameters(parameters).catch(() => undefined);
  }
}

/** An offer or an answer, of sound and of pictures: all else would have this page say more than it was told. */
function isOurs({ type, sdp }: RTCSessionDescriptionInit): boolean {
  const sections = sdp?.match(/^m=/gm)?.length ?? 0;
  return (type === "offer" || type === "answer") && sections <= SECTIONS;
}

export function isSignal(data: unknown): data is Signal {
  return (
    typeof data === "object" && data !== null && "from" in data && typeof data.from === "string"
  );
}
