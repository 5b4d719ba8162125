import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeStream, FakeTrack } from "./fakes";
import type { Remote } from "./link";
import { useVoices } from "./voices";

/** A browser's player, which plays nothing as long as that is forbidden. */
class FakePlayer {
  static readonly all: FakePlayer[] = [];
  static refusal: DOMException | null = null;
  srcObject: MediaStream | null = null;
  plays = 0;

  constructor() {
    FakePlayer.all.push(this);
  }
  async play(): Promise<void> {
    if (FakePlayer.refusal) throw FakePlayer.refusal;
    this.plays += 1;
  }
}

function voice(): Remote {
  return { picture: new MediaStream(), sound: new MediaStream(), connected: true };
}

function heard(first: ReadonlyMap<string, Remote>) {
  return renderHook(({ remotes }) => useVoices(remotes), { initialProps: { remotes: first } });
}

const playing = () => FakePlayer.all.map(({ srcObject }) => srcObject).filter(Boolean);

beforeEach(() => {
  FakePlayer.all.length = 0;
  FakePlayer.refusal = null;
  vi.stubGlobal("Audio", FakePlayer);
  vi.stubGlobal(
    "MediaStream",
    class extends FakeStream {
      constructor() {
        super([new FakeTrack("audio")]);
      }
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("Everybody is heard, once each, and whoever goes is not any more", () => {
  const [amal, peter] = [voice(), voice()];
  const both = new Map(Object.entries({ amal, peter }));
  const { rerender, unmount } = heard(new Map([["amal", amal]]));
  rerender({ remotes: both });
  expect(playing()).toEqual([amal.sound, peter.sound]);
  expect(FakePlayer.all.map(({ plays }) => plays)).toEqual([1, 1]);
  rerender({ remotes: new Map([["peter", peter]]) });
  expect(playing()).toEqual([peter.sound]);
  unmount();
  expect(playing()).toEqual([]);
});

test("Sound that comes by another link is heard in place of the last", () => {
  const [before, after] = [voice(), voice()];
  const { rerender } = heard(new Map([["amal", before]]));
  rerender({ remotes: new Map([["amal", after]]) });
  expect(playing()).toEqual([after.sound]);
  expect(FakePlayer.all[0]?.plays).toBe(2);
});

test("Where the browser waits for a click one is told, and all are heard after it", async () => {
  FakePlayer.refusal = new DOMException("", "NotAllowedError");
  const { result } = heard(
    new Map([
      ["amal", voice()],
      ["peter", voice()],
    ]),
  );
  await waitFor(() => expect(result.current.silent).toBe(true));
  FakePlayer.refusal = null;
  act(() => result.current.sound());
  expect(result.current.silent).toBe(false);
  expect(FakePlayer.all.map(({ plays }) => plays)).toEqual([1, 1]);
});

test("Sound that is replaced before it plays is nothing to tell of", async () => {
  FakePlayer.refusal = new DOMException("", "AbortError");
  const { result } = heard(new Map([["amal", voice()]]));
  await act(async () => undefined);
  expect(result.current.silent).toBe(false);
});
