import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { lookAgain } from "@/lib/live";

const MOST = 100;

/** Who of one's network is live now. */
export const liveQuery = queryOptions({
  queryKey: keys.timeline("live"),
  queryFn: ({ signal }) =>
    answer(api.GET("/api/timeline", { params: { query: { state: "live", limit: MOST } }, signal })),
  refetchInterval: lookAgain("timeline"),
});

/** The broadcasts of one's network that are over, newest first. */
export const finishedQuery = infiniteQueryOptions({
  queryKey: keys.timeline("finished"),
  queryFn: ({ pageParam, signal }) =>
    answer(
      api.GET("/api/timeline", {
        params: { query: { state: "finished", ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});
