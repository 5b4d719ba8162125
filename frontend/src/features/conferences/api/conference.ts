import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Conference, ConferenceState } from "@/generated/api";
import { lookAgain } from "@/lib/again";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

const OFTEN: Record<ConferenceState, "waiting" | "room" | null> = {
  created: "waiting",
  live: "room",
  finished: null,
};

/**
 * A conference as one sees it; until it is over it is looked at again by itself, and seldom while one is told of what
 * changes.
 */
export function conferenceQuery(id: string, told: boolean) {
  return queryOptions({
    queryKey: keys.conference(id),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/conferences/{conference_id}", {
          params: { path: { conference_id: id } },
          signal,
        }),
      ),
    refetchInterval: (query) => {
      const often = query.state.data ? OFTEN[query.state.data.state] : null;
      return often ? lookAgain(told ? "told" : often)(query) : false;
    },
    // Who waits may look elsewhere meanwhile.
    refetchIntervalInBackground: true,
  });
}

/** Who joined, in the order of joining; while it is live, looked at again. */
export function membersQuery(conference: Conference) {
  const { id, state } = conference;
  return infiniteQueryOptions({
    queryKey: keys.members(id),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/conferences/{conference_id}/members", {
          params: {
            path: { conference_id: id },
            query: { limit: 100, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: state === "live" ? lookAgain("room") : false,
  });
}

/** Whom the speaker has shown out of a live one, and not let in again; the first hundred. Its room shows them. */
export function removedQuery({ id }: Conference) {
  return queryOptions({
    queryKey: keys.removed(id),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/conferences/{conference_id}/members", {
          params: { path: { conference_id: id }, query: { limit: 100, removed: true } },
          signal,
        }),
      ),
    refetchInterval: lookAgain("told"),
  });
}
