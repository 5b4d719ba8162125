import { useLocation } from "react-router";

const NOTICES = ["verified", "password-set", "moved", "signed-out", "erased"] as const;
export type Notice = (typeof NOTICES)[number];

/** What has just happened before the sign-in page was opened, and the address it concerns. */
export type Arrival = { notice?: Notice; email?: string };

export function useArrival(): Arrival {
  const state: unknown = useLocation().state;
  if (typeof state !== "object" || state === null) return {};
  const notice = "notice" in state && NOTICES.find((known) => known === state.notice);
  const email = "email" in state && typeof state.email === "string" ? state.email : undefined;
  return { ...(notice && { notice }), ...(email && { email }) };
}
