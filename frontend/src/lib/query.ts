import { QueryClient } from "@tanstack/react-query";
import { Refusal } from "@/lib/api";

const TRIES = 2;

/** Who asks too much too fast hears so for seconds; whoever is to wait for longer is told. */
const WAIT_LONGEST = 5;

function isHeldUp(error: Error): error is Refusal & { retryAfter: number } {
  if (!(error instanceof Refusal) || error.status !== 429) return false;
  return error.retryAfter !== null && error.retryAfter <= WAIT_LONGEST;
}

/** Trying again helps where the way or the server failed, or was asked too fast, not where the answer was no. */
export function isWorthAnotherTry(failures: number, error: Error): boolean {
  if (!(error instanceof Refusal)) return false;
  const passing = error.status === 0 || error.status >= 500 || isHeldUp(error);
  return passing && failures < TRIES;
}

/** How many milliseconds to wait before that: as long as is said, or else longer each time. */
export function pauseBefore(failures: number, error: Error): number {
  return isHeldUp(error) ? error.retryAfter * 1_000 : 1_000 * 2 ** failures;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What is there is shown at once and looked up again behind it.
        staleTime: 5_000,
        gcTime: 30 * 60_000,
        retry: isWorthAnotherTry,
        retryDelay: pauseBefore,
        // Whether there is a way is seen by trying; once there is one again, what is on the page is looked up.
        networkMode: "always",
        refetchOnReconnect: true,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
