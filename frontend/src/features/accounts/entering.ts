import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { forget, noteArrival } from "@/lib/session";
import type { Entry } from "./api/sign-in";

/** Go on to where one wanted to go, as who has just signed in, with nothing of what the one before saw. */
export function useEntering(): (opened: Entry, wanted: string) => Promise<void> {
  const navigate = useNavigate();
  const client = useQueryClient();
  return async (opened, wanted) => {
    if (opened === "second-step")
      return navigate(`/second-step?next=${encodeURIComponent(wanted)}`);
    await forget(client);
    if (opened !== "suspended") noteArrival(opened.account_id);
    await navigate(opened === "suspended" ? "/suspended" : wanted, { replace: true });
  };
}
