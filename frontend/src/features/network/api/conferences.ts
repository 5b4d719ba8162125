import type { Conference } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { growing } from "@/lib/lists";

/** Those of somebody's conferences that one may see, newest first. */
export function conferencesQuery(id: string) {
  return growing<Conference>(keys.conferencesOf(id), (cursor, signal) =>
    answer(
      api.GET("/api/users/{user_id}/conferences", {
        params: { path: { user_id: id }, query: cursor === undefined ? {} : { cursor } },
        signal,
      }),
    ),
  );
}
