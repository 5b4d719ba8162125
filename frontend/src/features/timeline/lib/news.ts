import { useState } from "react";
import type { Conference } from "@/generated/api";

/**
 * Who went live since the list was first seen, each told once: what has been told is not told again when it is
 * looked at again, and what was there at first is no news.
 */
export function newcomers(
  known: ReadonlySet<string> | null,
  live: readonly Conference[],
): { known: ReadonlySet<string>; news: Conference[] } {
  const news = known ? live.filter((conference) => !known.has(conference.id)) : [];
  return { known: new Set([...(known ?? []), ...live.map(({ id }) => id)]), news };
}

/** The latest who went live while one looked. */
export function useNewcomers(live: readonly Conference[] | undefined): Conference[] {
  const [told, setTold] = useState<{
    list: readonly Conference[] | undefined;
    known: ReadonlySet<string> | null;
    news: Conference[];
  }>({ list: undefined, known: null, news: [] });
  if (live && live !== told.list) {
    const { known, news } = newcomers(told.known, live);
    setTold({ list: live, known, news: news.length > 0 ? news : told.news });
  }
  return told.news;
}
