import type { QueryClient } from "@tanstack/react-query";
import type { Answer, Appeal } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { editItems, growing } from "@/lib/lists";
import { refreshRelations } from "@/lib/relations";

/** The appeals that are open, or those that are answered, newest first. */
export function appealsQuery(settled: boolean) {
  return growing<Appeal>(keys.appeals(settled), (cursor, signal) => {
    const query = cursor === undefined ? { settled } : { settled, cursor };
    return answer(api.GET("/api/moderation/appeals", { params: { query }, signal }));
  });
}

export async function settle(client: QueryClient, id: string, body: Answer): Promise<void> {
  await api.POST("/api/moderation/appeals/{sanction_id}/settle", {
    params: { path: { sanction_id: id } },
    body,
  });
  editItems<Appeal>(client, keys.appeals(false), (appeal) => (appeal.id === id ? null : appeal));
  await refreshAppeals(client);
  if (body.outcome === "granted") await refreshRelations(client);
}

export async function refreshAppeals(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: keys.allAppeals });
}
