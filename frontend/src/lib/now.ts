import { useSyncExternalStore } from "react";

type Clock = { subscribe: (tell: () => void) => () => void; read: () => number };

const clocks = new Map<number, Clock>();

/** One timer for all who want to know the time every so many milliseconds, stopped when nobody does. */
function clockOf(every: number): Clock {
  const known = clocks.get(every);
  if (known) return known;
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = Date.now();
  const tick = () => {
    now = Date.now();
    for (const tell of listeners) tell();
  };
  const clock: Clock = {
    subscribe: (tell) => {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(tick, every);
      }
      listeners.add(tell);
      return () => {
        listeners.delete(tell);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    read: () => now,
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
