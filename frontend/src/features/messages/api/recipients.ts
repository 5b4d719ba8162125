import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { PersonRow } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

const MOST = 20;

/** Whom one may write to: by a part of the name, or without one whoever is in one's network. */
export function useRecipients(words: string) {
  return useQuery<PersonRow[]>({
    queryKey: keys.messageable(words),
    queryFn: async ({ signal }) => {
      const page = words
        ? await answer(
            api.GET("/api/users", {
              params: { query: { q: words, messageable: true, limit: MOST } },
              signal,
            }),
          )
        : await answer(
            api.GET("/api/connections", {
              params: { query: { state: "connected", limit: MOST } },
              signal,
            }),
          );
      return page.items;
    },
    placeholderData: keepPreviousData,
  });
}
