import type { Opened, Wanted } from "./devices";

const DEVICES = [
  ["microphone", "audio"],
  ["camera", "video"],
] as const;

/** Microphone and camera from where one looks at oneself into a call: to close them and open them again takes long. */
export class Handover {
  #offered: { wanted: Wanted; opening: Promise<Opened> } | null = null;
  readonly #taken = new WeakSet<Promise<Opened>>();

  /** Have what is being opened taken over by a call, if one begins. */
  offer(wanted: Wanted, opening: Promise<Opened>): void {
    this.#offered = { wanted, opening };
  }

  /** Offer it no longer; false where a call has it by now. */
  withdraw(opening: Promise<Opened>): boolean {
    if (this.#offered?.opening === opening) this.#offered = null;
    return !this.#taken.has(opening);
  }

  /** Take over what is open of what is wanted, and close the rest. */
  async take(wanted: Wanted): Promise<MediaStreamTrack[]> {
    const offered = this.#offered;
    if (!offered) return [];
    this.#offered = null;
    this.#taken.add(offered.opening);
    const { stream } = await offered.opening;
    const tracks = stream?.getTracks() ?? [];
    const taken = covers(offered.wanted, wanted)
      ? tracks.filter((track) => track.readyState === "live" && isOf(wanted, track))
      : [];
    for (const track of tracks) if (!taken.includes(track)) track.stop();
    return taken;
  }
}

export const handover = new Handover();

function covers(open: Wanted, wanted: Wanted): boolean {
  return DEVICES.every(([name]) => wanted[name] === undefined || wanted[name] === open[name]);
}

function isOf(wanted: Wanted, track: MediaStreamTrack): boolean {
  return DEVICES.some(([name, kind]) => kind === track.kind && wanted[name] !== undefined);
}
