import { useSyncExternalStore } from "react";

const wide = matchMedia("(min-width: 52.01rem)");

function subscribe(tell: () => void): () => void {
  wide.addEventListener("change", tell);
  return () => wide.removeEventListener("change", tell);
}

/** Whether there is room for two things beside each other, as the style sheets have it. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
