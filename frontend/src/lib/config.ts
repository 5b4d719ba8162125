import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import type { ClientConfig } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

export const configQuery = queryOptions({
  queryKey: keys.config,
  queryFn: ({ signal }) => answer(api.GET("/api/client-config", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What the operator has set: limits, terms, languages, the engine of meetings. */
export function useConfig(): ClientConfig {
  return useSuspenseQuery(configQuery).data;
}
