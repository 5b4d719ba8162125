import { QueryClient } from "@tanstack/react-query";
import { Refusal } from "@/lib/api";

const TRIES = 2;

/** Trying again helps where the way or the server failed, not where the answer was no. */
function isWorthAnotherTry(failures: number, error: Error): boolean {
  if (!(error instanceof Refusal)) return false;
  const passing = error.status === 0 || error.status >= 500;
  return passing && failures < TRIES;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What is there is shown at once and looked up again behind it.
        staleTime: 5_000,
        gcTime: 30 * 60_000,
        retry: isWorthAnotherTry,
        // Whether there is a way is seen by trying; once there is one again, what is on the page is looked up.
        networkMode: "always",
        refetchOnReconnect: true,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
