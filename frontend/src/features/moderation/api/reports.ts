import type { QueryClient } from "@tanstack/react-query";
import type { Report, Resolution } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { editItems, growing } from "@/lib/lists";
import { refreshRelations } from "@/lib/relations";

/** The reports that are open, or those that are decided, newest first. */
export function reportsQuery(resolved: boolean) {
  return growing<Report>(keys.reports(resolved), (cursor, signal) => {
    const query = cursor === undefined ? { resolved } : { resolved, cursor };
    return answer(api.GET("/api/moderation/reports", { params: { query }, signal }));
  });
}

export async function decide(client: QueryClient, id: string, body: Resolution): Promise<void> {
  await api.POST("/api/moderation/reports/{report_id}/resolve", {
    params: { path: { report_id: id } },
    body,
  });
  editItems<Report>(client, keys.reports(false), (report) => (report.id === id ? null : report));
  await refreshReports(client);
  if (body.decision === "suspend") await refreshRelations(client);
}

export async function refreshReports(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: keys.allReports });
}
