import type { Refusal } from "@/lib/api";
import type { Reason } from "./protocol";

/** Why one is not in a room any more: a reason that the server gives, or its refusal to let one in again. */
export type Ending = Reason | Refusal;

const REASONS: Partial<Record<string, Reason>> = {
  "not-signed-in": "signed-out",
  "account-suspended": "suspended",
  "conference-finished": "finished",
  "not-found": "not-for-you",
  "signed-out": "signed-out",
  suspended: "suspended",
  finished: "finished",
  "not-for-you": "not-for-you",
  removed: "removed",
};

/** The reason that a refusal amounts to, if there is one. */
export function endingOf(refusal: Refusal): Ending {
  return REASONS[refusal.code] ?? refusal;
}
