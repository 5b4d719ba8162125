import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Conference } from "@/generated/api";
import { lookAgain } from "@/lib/again";
import { liveQuery } from "@/lib/on-air";

const bySpeakerQuery = queryOptions({
  ...liveQuery,
  refetchInterval: lookAgain("speakers"),
  select: ({ items }) => {
    const bySpeaker = new Map<string, Conference>();
    for (const item of items) if (item.speaker.id) bySpeaker.set(item.speaker.id, item);
    return bySpeaker;
  },
});

const NOBODY: ReadonlyMap<string, Conference> = new Map();

/** Who of one's network is live now, and with what. */
export function useLive(): ReadonlyMap<string, Conference> {
  return useQuery(bySpeakerQuery).data ?? NOBODY;
}
