import {
  type QueryClient,
  type QueryKey,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import type { Counters } from "@/generated/api";
import { lookAgain } from "@/lib/again";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

const countersQuery = queryOptions({
  queryKey: keys.counters,
  queryFn: ({ signal }) => answer(api.GET("/api/counters", { signal })),
  refetchInterval: lookAgain("counters"),
});

const UNKNOWN: Partial<Counters> = {};

/** How much is unread, or waits for an answer; nothing until it is known. */
export function useCounters(): Partial<Counters> {
  return useQuery(countersQuery).data ?? UNKNOWN;
}

/** Count what one has just done oneself, before the server does. */
export function count(client: QueryClient, what: keyof Counters, more: number): void {
  client.setQueryData<Counters>(
    keys.counters,
    (known) => known && { ...known, [what]: Math.max(0, known[what] + more) },
  );
}

/** Look at a list anew when the server counts something else of it than was known: that is what others did. */
export function useFollowing(what: keyof Counters, queryKey: QueryKey): void {
  const client = useQueryClient();
  useEffect(() => {
    const read = () => client.getQueryData<Counters>(keys.counters)?.[what];
    let known = read();
    return client.getQueryCache().subscribe((event) => {
      if (event.type !== "updated" || event.query.queryKey[0] !== keys.counters[0]) return;
      const now = read();
      const counted = event.action.type === "success" && !event.action.manual;
      if (counted && known !== undefined && now !== known) {
        void client.invalidateQueries({ queryKey });
      }
      known = now;
    });
  }, [client, what, queryKey]);
}
