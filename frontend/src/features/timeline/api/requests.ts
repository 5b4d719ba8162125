import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

/** How many who ask to connect are shown where there is nothing else. */
const FEW = 3;

export const requestsQuery = queryOptions({
  queryKey: keys.few("incoming"),
  queryFn: ({ signal }) =>
    answer(
      api.GET("/api/connections", { params: { query: { state: "incoming", limit: FEW } }, signal }),
    ),
});

/** Whether one knows anybody here. */
export const anyoneQuery = queryOptions({
  queryKey: keys.few("connected"),
  queryFn: ({ signal }) =>
    answer(
      api.GET("/api/connections", { params: { query: { state: "connected", limit: 1 } }, signal }),
    ),
  select: (page) => page.items.length > 0,
});
