import { useEffect, useSyncExternalStore } from "react";

/** Keep the screen of a phone awake: whoever listens does not touch it. */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const hold = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (over) await lock.release();
      } catch {
        return; // the battery is low, or the browser cannot
      }
    };
    const again = () => void hold();
    again();
    document.addEventListener("visibilitychange", again);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  }, []);
}

function watchFullScreen(tell: () => void): () => void {
  document.addEventListener("fullscreenchange", tell);
  return () => document.removeEventListener("fullscreenchange", tell);
}

/** Whether the whole screen is taken, and how to take it and to give it back; null where that cannot be. */
export function useFullScreen(): { full: boolean; toggle: () => void } | null {
  const full = useSyncExternalStore(watchFullScreen, () => document.fullscreenElement !== null);
  if (!document.fullscreenEnabled) return null;
  // All of the page, so that dialogs are seen as well.
  const toggle = () =>
    void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  return { full, toggle };
}

/** Give the screen back with the room that took it. */
export function useScreenForNow(): void {
  useEffect(
    () => () => {
      if (document.fullscreenElement) void document.exitFullscreen();
    },
    [],
  );
}
