import { useLocation } from "react-router";

const NOTICES = ["verified", "password-set", "moved", "signed-out", "erased"] as const;
export type Notice = (typeof NOTICES)[number];

/** What has just happened before the sign-in page was opened. */
export type Arrival = { notice: Notice };

export function useNotice(): Notice | undefined {
  const state: unknown = useLocation().state;
  if (typeof state !== "object" || state === null || !("notice" in state)) return undefined;
  return NOTICES.find((known) => known === state.notice);
}
