import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Conference } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

const EVERY = 30_000; // milliseconds
const MOST = 100;

const liveQuery = queryOptions({
  queryKey: [...keys.timelines, "speakers"],
  queryFn: ({ signal }) =>
    answer(api.GET("/api/timeline", { params: { query: { state: "live", limit: MOST } }, signal })),
  refetchInterval: EVERY,
  select: ({ items }) => {
    const bySpeaker = new Map<string, Conference>();
    for (const item of items) if (item.speaker.id) bySpeaker.set(item.speaker.id, item);
    return bySpeaker;
  },
});

const NOBODY: ReadonlyMap<string, Conference> = new Map();

/** Who of one's network is live now, and with what. */
export function useLive(): ReadonlyMap<string, Conference> {
  return useQuery(liveQuery).data ?? NOBODY;
}
