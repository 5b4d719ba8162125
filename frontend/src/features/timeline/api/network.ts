import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { lookAgain } from "@/lib/live";

/** Where one's network is now. */
export const networkQuery = queryOptions({
  queryKey: [...keys.timelines, "network"],
  queryFn: ({ signal }) => answer(api.GET("/api/live", { signal })),
  select: ({ items }) => items,
  refetchInterval: lookAgain("timeline"),
});
