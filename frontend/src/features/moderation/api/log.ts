import type { AuditGroup, LogEntry } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { growing } from "@/lib/lists";

/** What moderators did, and what happened to the security of accounts, or one of the two; newest first. */
export function logQuery(group: AuditGroup | undefined) {
  return growing<LogEntry>(keys.log(group ?? "all"), (cursor, signal) => {
    const query = { ...(group && { group }), ...(cursor !== undefined && { cursor }) };
    return answer(api.GET("/api/moderation/audit", { params: { query }, signal }));
  });
}
