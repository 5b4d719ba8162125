import { type QueryKey, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
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

/** Look at a list anew when what is counted of it has changed. */
export function useFollowing(count: number, queryKey: QueryKey): void {
  const client = useQueryClient();
  const seen = useRef(count);
  useEffect(() => {
    if (seen.current === count) return;
    seen.current = count;
    void client.invalidateQueries({ queryKey });
  }, [client, count, queryKey]);
}
