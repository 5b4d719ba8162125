import type { QueryClient } from "@tanstack/react-query";
import type { SuspendedPerson, Suspension } from "@/generated/api";
import { api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { editItems } from "@/lib/lists";

/** Suspend an account; suspended already, as is said now. */
export async function suspend(userId: string, body: Suspension): Promise<void> {
  await api.POST("/api/moderation/users/{user_id}/suspend", {
    params: { path: { user_id: userId } },
    body,
  });
}

/** Let a suspended account in again. */
export async function restore(client: QueryClient, userId: string): Promise<void> {
  await api.POST("/api/moderation/users/{user_id}/restore", {
    params: { path: { user_id: userId } },
  });
  editItems<SuspendedPerson>(client, keys.suspended, (item) => (item.id === userId ? null : item));
}
