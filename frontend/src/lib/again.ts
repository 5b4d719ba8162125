import type { Query, QueryClient } from "@tanstack/react-query";
import { Refusal } from "@/lib/api";

/*
 * What changes by itself is looked at again every so often, or seldom while the server tells of it (lib/live). This is
 * the one place that knows how often.
 */
const EVERY = {
  /** Who is live, at home. */
  timeline: 15_000,
  /** Who is live, in lists of people. */
  speakers: 30_000,
  /** What is unread. */
  counters: 20_000,
  /** Whether the own address is confirmed by now. */
  confirmed: 10_000,
  /** A conference that one waits for. */
  waiting: 4_000,
  /** A conference that goes on, and who is there. */
  room: 10_000,
  /** The same, while the server tells of what changes: what was told and not heard is not missed for ever. */
  told: 60_000,
} as const; // milliseconds

type What = keyof typeof EVERY;

/** What the server tells of by itself; what it does not is asked for all the same. */
const TOLD: ReadonlySet<What> = new Set(["timeline", "speakers", "counters"]);

/** How often what it tells of is looked at nevertheless: a connection may be dead without a sign. */
const SELDOM = 5 * 60_000; // milliseconds

/** How much one waits longer while nobody answers. */
const PATIENCE = 4;

let listening = false;

type Answered = "dataUpdatedAt" | "error" | "fetchFailureCount" | "status";
type Looked = { state: Pick<Query["state"], Answered> };

/**
 * When to look again: not all who wait at the same instant, and seldom while it fails. Whoever is signed out is told
 * nothing any more; signing in again asks for everything anew.
 */
export function lookAgain(what: What): (query: Looked) => number | false {
  return ({ state }) => {
    if (state.error instanceof Refusal && state.error.code === "not-signed-in") return false;
    const failed = state.status === "error" || state.fetchFailureCount > 0;
    const every = listening && TOLD.has(what) ? SELDOM : EVERY[what];
    return Math.round(every * jitter(state.dataUpdatedAt) * (failed ? PATIENCE : 1));
  };
}

/** Between three and five quarters, by the odd milliseconds of the last answer: it stays until the next. */
export function jitter(answeredAt: number): number {
  return 0.75 + (answeredAt % 1000) / 2000;
}

/** Note whether the server is heard, and have all that is on the page be looked at again as often as that asks for. */
export function noteListening(client: QueryClient, now: boolean): void {
  if (listening === now) return;
  listening = now;
  for (const { observers } of client.getQueryCache().getAll()) {
    // Whoever is given options anew reckons anew.
    for (const observer of observers) observer.setOptions(observer.options);
  }
}
