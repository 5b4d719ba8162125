import { useSyncExternalStore } from "react";

/** Whether a media query is true now. */
function watching(query: string): () => boolean {
  const list = matchMedia(query);
  const subscribe = (tell: () => void) => {
    list.addEventListener("change", tell);
    return () => list.removeEventListener("change", tell);
  };
  return () => useSyncExternalStore(subscribe, () => list.matches);
}

/** Whether there is room for two things beside each other, as the style sheets have it. */
export const useWide = watching("(min-width: 52.01rem)");

/** Whether there is room for two things above each other; a phone that lies has none. */
export const useTall = watching("(min-height: 30.01rem)");
