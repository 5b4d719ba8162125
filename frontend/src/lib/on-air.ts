import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

const MOST = 100;

/** Who of one's network is live now; each page that shows it says how often it is looked at again. */
export const liveQuery = queryOptions({
  queryKey: keys.timeline("live"),
  queryFn: ({ signal }) =>
    answer(api.GET("/api/timeline", { params: { query: { state: "live", limit: MOST } }, signal })),
});
