import type { SuspendedPerson } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { growing } from "@/lib/lists";

/** Who is suspended, those suspended last first. */
export const suspendedQuery = growing<SuspendedPerson>(keys.suspended, (cursor, signal) => {
  const query = cursor === undefined ? {} : { cursor };
  return answer(api.GET("/api/moderation/suspended", { params: { query }, signal }));
});
