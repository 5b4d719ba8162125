import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useAnnouncements } from "../lib/announcing";
import { FakeWebSocket, passOf, person } from "./fakes";
import type { FromServer, State } from "./protocol";
import { RoomSocket } from "./socket";
import { Speaking } from "./speaking";
import { useTelling, useTellingLines } from "./telling";

const STATE: State = { audio: true, video: true, screen: false, hand: false };
const CLARA = person("clara");
const PETER = person("peter", { name: "Peter Lindqvist" });
const KOFI = person("kofi", { name: "Kofi Mensah" });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** What Clara is told, who is in a room with Peter. */
function told({ unseen = false } = {}) {
  const server = new FakeWebSocket();
  const room = new RoomSocket({
    pass: passOf("ticket"),
    renew: async () => passOf("another"),
    open: () => server,
    random: () => 0,
  });
  room.start();
  const sentences: string[] = [];
  renderHook(
    () => {
      useTelling(room, (words) => sentences.push(words));
      useTellingLines(room, unseen, (words) => sentences.push(words));
    },
    { wrapper: Speaking },
  );
  const says = (frame: FromServer) => act(() => server.says(frame));
  act(() => server.open());
  says({ type: "welcome", peer: "clara-1", people: [CLARA, PETER] });
  const states = (from: string, changes: Partial<State>) =>
    says({ type: "said", kind: "state", from, to: null, data: { ...STATE, ...changes } });
  const writes = (from: string, data: string) =>
    says({ type: "said", kind: "chat", from, to: null, data, at: "2026-11-22T18:41Z" });
  return { server, sentences, says, states, writes };
}

test("Coming and going is told, and who shows the screen", () => {
  const { sentences, says, states } = told();
  says({ type: "came", person: KOFI });
  states("kofi-1", { screen: true });
  states("kofi-1", { screen: true, audio: false });
  states("kofi-1", {});
  says({ type: "left", account: "kofi" });
  expect(sentences).toEqual([
    "Kofi has joined",
    "Kofi is sharing their screen",
    "Kofi has stopped sharing their screen",
    "Kofi has left",
  ]);
});

test("Of hands that are raised at once, each is told, and one's own is not", () => {
  const { sentences, says, states } = told();
  states("clara-1", { hand: true });
  states("kofi-1", { hand: true });
  states("peter-2", { hand: true });
  says({ type: "people", people: [CLARA, { ...PETER, peer: "peter-2" }, KOFI] });
  expect(sentences).toEqual(["Peter has raised a hand", "Kofi has raised a hand"]);
});

test("That the connection is lost is told, and that it is back", async () => {
  const { server, sentences, says } = told();
  act(() => server.breaks(1012));
  await act(() => vi.advanceTimersByTimeAsync(1));
  act(() => server.open());
  says({ type: "welcome", peer: "clara-2", people: [{ ...CLARA, peer: "clara-2" }, PETER] });
  expect(sentences).toEqual([
    "The connection is lost. You will be reconnected automatically.",
    "You are connected again.",
  ]);
});

test("What others write is told where it is not seen", () => {
  const seen = told();
  seen.writes("peter-1", "Hello");
  expect(seen.sentences).toEqual([]);
  const { sentences, writes } = told({ unseen: true });
  writes("peter-1", "Hello");
  writes("clara-1", "Good evening");
  expect(sentences).toEqual(["Message from Peter: Hello"]);
});

test("Two sentences that say the same are two; of many the last are there", () => {
  const { result } = renderHook(() => useAnnouncements());
  for (const words of ["Peter has raised a hand", "Peter has raised a hand"]) {
    act(() => result.current.announce(words));
  }
  expect(result.current.said.map(({ words }) => words)).toEqual([
    "Peter has raised a hand",
    "Peter has raised a hand",
  ]);
  expect(new Set(result.current.said.map(({ id }) => id)).size).toBe(2);
  act(() => {
    for (const words of ["1", "2", "3", "4", "5", "6"]) result.current.announce(words);
  });
  expect(result.current.said.map(({ words }) => words)).toEqual(["1", "2", "3", "4", "5", "6"]);
});
