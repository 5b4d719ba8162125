import type { NewReport } from "@/generated/api";
import { answer, api } from "@/lib/api";

/** What a complaint is about: just one of these; of a person it can be said in which conference. */
export type Complained =
  | { user_id: string; met_in?: string }
  | { conference_id: string }
  | { message_id: string };

export function report(about: Complained, reason: string, key: string) {
  const body = { ...about, reason } satisfies NewReport;
  return answer(api.POST("/api/reports", { body, params: { header: { "Idempotency-Key": key } } }));
}
