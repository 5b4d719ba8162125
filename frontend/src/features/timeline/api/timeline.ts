import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { growing } from "@/lib/lists";

/** The broadcasts of one's network that are over, newest first. */
export const finishedQuery = growing(keys.timeline("finished"), (cursor, signal) =>
  answer(
    api.GET("/api/timeline", {
      params: { query: { state: "finished", ...(cursor && { cursor }) } },
      signal,
    }),
  ),
);
