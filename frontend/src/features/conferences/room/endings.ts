import { Refusal } from "@/lib/api";
import type { Departure, Reason } from "./protocol";

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

/** Whether it is for good, and not for oneself to say. */
export function isDeparture(ending: Ending | null): ending is Departure {
  return typeof ending === "string" && ending !== "finished" && ending !== "left";
}

/** Whether one was asked for a password that one did not give, or gave a wrong one. */
export function isForPassword(error: unknown): boolean {
  return error instanceof Refusal && error.code === "wrong-password";
}

/** After which one is not answered any more. */
const SHUT_OUT: ReadonlySet<string> = new Set<Departure>(["deleted", "not-for-you", "suspended"]);

export function isShutOut(ending: Ending | null): boolean {
  return typeof ending === "string" && SHUT_OUT.has(ending);
}
