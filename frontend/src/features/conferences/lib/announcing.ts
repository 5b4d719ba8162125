import { useCallback, useState } from "react";

/** A sentence for who does not see what it tells. */
export type Announcement = { id: number; words: string };

const KEPT = 6; // so many may come at once

/** Says something politely: each sentence is one of its own, also if it says the same as the one before. */
export function useAnnouncements(): {
  said: readonly Announcement[];
  announce: (words: string) => void;
} {
  const [said, setSaid] = useState<readonly Announcement[]>([]);
  const announce = useCallback((words: string) => {
    setSaid((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, words }].slice(-KEPT));
  }, []);
  return { said, announce };
}
