import { useEffect, useRef } from "react";

/** Tells whether what is drawn here is shown still: an answer that comes late leads nobody away from elsewhere. */
export function useStillThere(shown = true): () => boolean {
  const there = useRef(false);
  useEffect(() => {
    there.current = shown;
    return () => {
      there.current = false;
    };
  }, [shown]);
  return () => there.current;
}
