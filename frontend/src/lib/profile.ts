import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

/** Somebody as one sees them. */
export function profileQuery(id: string) {
  return queryOptions({
    queryKey: keys.user(id),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/users/{user_id}", { params: { path: { user_id: id } }, signal })),
  });
}
