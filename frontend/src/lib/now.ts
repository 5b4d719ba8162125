import type { Middleware } from "openapi-fetch";
import { useSyncExternalStore } from "react";

/** By how much a device's clock may differ from the server's: an answer is on its way as well, and tells seconds. */
const TOLERATED = 10_000; // milliseconds

/** By how much the server's clock is ahead of this device's. */
let ahead = 0; // milliseconds

/** What time it is in milliseconds since 1970: by the server's clock, where this device's is wrong. */
export function timeNow(): number {
  return Date.now() + ahead;
}

/** Learns from each answer of the server what time it is. */
export const watchClock: Middleware = {
  onResponse({ response }) {
    const seen = Date.parse(response.headers.get("Date") ?? "") - Date.now();
    if (!(Math.abs(seen - ahead) > TOLERATED)) return; // or no date came
    ahead = Math.abs(seen) > TOLERATED ? seen : 0;
    for (const { tick } of clocks.values()) tick();
  },
};

type Clock = {
  subscribe: (tell: () => void) => () => void;
  read: () => number;
  tick: () => void;
};

const clocks = new Map<number, Clock>();

/** One timer for all who want to know the time every so many milliseconds, stopped when nobody does. */
function clockOf(every: number): Clock {
  const known = clocks.get(every);
  if (known) return known;
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = timeNow();
  const tick = () => {
    now = timeNow();
    for (const tell of listeners) tell();
  };
  const clock: Clock = {
    subscribe: (tell) => {
      if (listeners.size === 0) {
        now = timeNow();
        timer = setInterval(tick, every);
      }
      listeners.add(tell);
      return () => {
        listeners.delete(tell);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    read: () => now,
    tick,
  };
  clocks.set(every, clock);
  return clock;
}

/** The time in milliseconds since 1970, looked at again every so many. */
export function useNow(every: number): number {
  const clock = clockOf(every);
  return useSyncExternalStore(clock.subscribe, clock.read);
}

/** The same to the minute, as what says when something was needs it. */
export function useMinute(): number {
  return useNow(60_000);
}
