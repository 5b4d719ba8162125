import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { Refusal } from "@/lib/api";
import { noteRefusal } from "@/lib/session";

const TRIES = 2;

/** Trying again helps where the way or the server failed, not where the answer was no. */
function isWorthAnotherTry(failures: number, error: Error): boolean {
  if (!(error instanceof Refusal)) return false;
  const passing = error.status === 0 || error.status >= 500;
  return passing && failures < TRIES;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error) => noteRefusal(error, false) }),
    mutationCache: new MutationCache({ onError: (error) => noteRefusal(error, true) }),
    defaultOptions: {
      queries: {
        // What is there is shown at once and looked up again behind it.
        staleTime: 5_000,
        gcTime: 30 * 60_000,
        retry: isWorthAnotherTry,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
