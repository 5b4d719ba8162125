import type { QueryClient } from "@tanstack/react-query";
import type { SuspendedPerson } from "@/generated/api";
import { api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { editItems } from "@/lib/lists";

/** Let a suspended account in again. */
export async function restore(client: QueryClient, userId: string): Promise<void> {
  await api.POST("/api/moderation/users/{user_id}/restore", {
    params: { path: { user_id: userId } },
  });
  editItems<SuspendedPerson>(client, keys.suspended, (item) => (item.id === userId ? null : item));
}
