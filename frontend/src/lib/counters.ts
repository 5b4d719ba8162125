import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Counters } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

const NONE: Counters = { messages: 0, notifications: 0, requests: 0 };
const EVERY = 20_000; // milliseconds

export const countersQuery = queryOptions({
  queryKey: keys.counters,
  queryFn: ({ signal }) => answer(api.GET("/api/counters", { signal })),
  refetchInterval: EVERY,
});

/** How much is unread, or waits for an answer. */
export function useCounters(): Counters {
  return useQuery(countersQuery).data ?? NONE;
}
