import type { Query } from "@tanstack/react-query";
import { Refusal } from "@/lib/api";

/*
 * What changes by itself is looked at again every so often. This is the one place that knows how; what is
 * pushed by the server one day is told to the cache from here.
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

/** How much one waits longer while nobody answers. */
const PATIENCE = 4;

type Answered = "dataUpdatedAt" | "error" | "fetchFailureCount" | "status";
type Looked = { state: Pick<Query["state"], Answered> };

/**
 * When to look again: not all who wait at the same instant, and seldom while it fails. Whoever is signed out is told
 * nothing any more; signing in again asks for everything anew.
 */
export function lookAgain(what: keyof typeof EVERY): (query: Looked) => number | false {
  return ({ state }) => {
    if (state.error instanceof Refusal && state.error.code === "not-signed-in") return false;
    const failed = state.status === "error" || state.fetchFailureCount > 0;
    return Math.round(EVERY[what] * jitter(state.dataUpdatedAt) * (failed ? PATIENCE : 1));
  };
}

/** Between three and five quarters, by the odd milliseconds of the last answer: it stays until the next. */
export function jitter(answeredAt: number): number {
  return 0.75 + (answeredAt % 1000) / 2000;
}
