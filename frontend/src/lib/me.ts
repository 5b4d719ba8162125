import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import type { Me } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => answer(api.GET("/api/me", { signal })),
});

/** Who is signed in; below the shell there is always somebody. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}
