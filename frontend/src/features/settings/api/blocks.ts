import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

/** Whom I block, by name. */
export const blocksQuery = infiniteQueryOptions({
  queryKey: keys.blocks,
  queryFn: ({ pageParam, signal }) =>
    answer(
      api.GET("/api/blocks", {
        params: { query: { ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

export async function unblock(user_id: string): Promise<void> {
  await api.DELETE("/api/blocks/{user_id}", { params: { path: { user_id } } });
}

export async function block(user_id: string): Promise<void> {
  await api.PUT("/api/blocks/{user_id}", { params: { path: { user_id } } });
}
