import { act, cleanup, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Conference } from "@/generated/api";
import { Refusal } from "@/lib/api";
import type { Presence } from "../lib/presence";
import { Speaking } from "../room/speaking";
import { Outside } from "./states";

vi.mock("./Entrance", () => ({ Entrance: ({ children }: { children: ReactNode }) => children }));
vi.mock("../lib/others", () => ({ useOtherCount: () => 0 }));

const CONFERENCE: Conference = {
  id: "c",
  title: "Sunday reading circle",
  description: null,
  visibility: "public",
  locked: false,
  state: "live",
  speaker: { id: "amal", full_name: "Amal Haddad", picture: null },
  mine: false,
  joined: false,
  created_at: "2026-11-22T18:00:00Z",
  broadcast_at: "2026-11-22T18:00:00Z",
  finished_at: null,
  people: [],
  people_count: 0,
  my_attendance_seconds: null,
};
const HELD_UP = new Refusal(429, "too-many-requests", [], 5);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** The page before the room, of somebody who was refused. */
function outside(refused: Partial<Presence>) {
  const enter = vi.fn<Presence["enter"]>();
  const presence: Presence = {
    inside: null,
    asked: false,
    busy: false,
    coming: false,
    wentOut: false,
    error: null,
    ended: null,
    over: false,
    told: false,
    enter,
    leave: () => {},
    ...refused,
  };
  const shown = render(<Outside conference={CONFERENCE} presence={presence} />, {
    wrapper: Speaking,
  });
  return { enter, ...shown };
}

function pass(time: number): void {
  act(() => {
    vi.advanceTimersByTime(time);
  });
}

test("Whoever came too often comes in by itself as soon as that may be", () => {
  const { enter } = outside({ error: HELD_UP });
  expect(screen.getByRole("status").textContent).toContain("opens by itself");
  pass(4_999);
  expect(enter).not.toHaveBeenCalled();
  pass(1);
  expect(enter).toHaveBeenCalledExactlyOnceWith(null);
});

test.each<Partial<Presence>>([
  { error: new Refusal(409, "room-full") },
  { error: HELD_UP, asked: true },
])("Otherwise one comes in when one says so", (refused) => {
  const { enter } = outside(refused);
  pass(60_000);
  expect(enter).not.toHaveBeenCalled();
});

test("Whoever goes elsewhere meanwhile does not come in", () => {
  const { enter, unmount } = outside({ error: HELD_UP });
  unmount();
  pass(60_000);
  expect(enter).not.toHaveBeenCalled();
});
