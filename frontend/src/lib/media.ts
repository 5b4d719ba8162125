import { useSyncExternalStore } from "react";

const NARROW = matchMedia("(max-width: 52rem)");

function subscribe(tell: () => void): () => void {
  NARROW.addEventListener("change", tell);
  return () => NARROW.removeEventListener("change", tell);
}

/** Whether there is only the width of a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => NARROW.matches);
}
