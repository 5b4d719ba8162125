import { queryOptions } from "@tanstack/react-query";
import { lookAgain } from "@/lib/again";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

/** Where one's network is now. */
export const networkQuery = queryOptions({
  queryKey: keys.company,
  queryFn: ({ signal }) => answer(api.GET("/api/live", { signal })),
  select: ({ items }) => items,
  refetchInterval: lookAgain("timeline"),
});
