import type { NewReport } from "@/generated/api";
import { answer, api } from "@/lib/api";

/** What a complaint is about: just one of these. */
export type Complained = { user_id: string } | { conference_id: string } | { message_id: string };

export function report(about: Complained, reason: string, key: string) {
  const body = { ...about, reason } satisfies NewReport;
  return answer(api.POST("/api/reports", { body, params: { header: { "Idempotency-Key": key } } }));
}
