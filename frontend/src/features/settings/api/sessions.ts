import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

/** Where I am signed in, last seen first. */
export const sessionsQuery = infiniteQueryOptions({
  queryKey: keys.sessions,
  queryFn: ({ pageParam, signal }) =>
    answer(
      api.GET("/api/sessions", {
        params: { query: { ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

export async function endSession(session_id: string): Promise<void> {
  await api.DELETE("/api/sessions/{session_id}", { params: { path: { session_id } } });
}

export async function endOtherSessions(): Promise<void> {
  await api.DELETE("/api/sessions");
}
