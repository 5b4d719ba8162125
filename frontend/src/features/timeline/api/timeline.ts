import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { growing } from "@/lib/lists";
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
export const finishedQuery = growing(keys.timeline("finished"), (cursor, signal) =>
  answer(
    api.GET("/api/timeline", {
      params: { query: { state: "finished", ...(cursor && { cursor }) } },
      signal,
    }),
  ),
);
