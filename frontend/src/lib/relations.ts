import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { PersonRow, Profile, Standing } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { editItems, listed } from "@/lib/lists";

/** What one can do about how one stands to somebody. */
export type Step = "ask" | "approve" | "decline" | "part";

const BECOMES: Record<Step, Standing> = {
  ask: "outgoing",
  approve: "connected",
  decline: "stranger",
  part: "stranger",
};

const PATHS = {
  ask: "/api/connections/{user_id}/request",
  approve: "/api/connections/{user_id}/approve",
  decline: "/api/connections/{user_id}/decline",
} as const;

async function take(step: Step, userId: string): Promise<Standing> {
  // What was postponed is sent as one leaves: it arrives although the page is gone.
  const params = { params: { path: { user_id: userId } }, keepalive: true };
  if (step === "part") {
    await api.DELETE("/api/connections/{user_id}", params);
    return "stranger";
  }
  const { standing } = await answer(api.POST(PATHS[step], params));
  return standing;
}

/** Everything that depends on how two people stand to each other, or on who is let in, is looked up anew. */
export async function refreshRelations(client: QueryClient): Promise<void> {
  const touched = [
    keys.search,
    keys.network,
    keys.users,
    keys.counters,
    keys.notifications,
    keys.timelines,
    keys.blocks,
    keys.suspended,
    keys.conferences,
  ];
  await Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
}

function showStanding(client: QueryClient, userId: string, standing: Standing): void {
  for (const key of [keys.search, keys.network]) {
    editItems<PersonRow>(client, key, (row) => (row.id === userId ? { ...row, standing } : row));
  }
  client.setQueryData<Profile>(keys.user(userId), (known) => known && { ...known, standing });
}

/** How one stands to somebody, as far as any page has told. */
function knownStanding(client: QueryClient, userId: string): Standing | undefined {
  const profile = client.getQueryData<Profile>(keys.user(userId));
  if (profile) return profile.standing;
  return [keys.search, keys.network]
    .flatMap((key) => listed<PersonRow>(client, key))
    .find(({ id }) => id === userId)?.standing;
}

/** Take a step; it shows at once, and is taken back where the server says no. */
export function useRelation(userId: string) {
  const client = useQueryClient();
  const { mutateAsync, isPending } = useMutation({
    mutationFn: (step: Step) => take(step, userId),
    onMutate: async (step) => {
      await Promise.all(
        [keys.search, keys.network, keys.user(userId)].map((queryKey) =>
          client.cancelQueries({ queryKey }),
        ),
      );
      const before = knownStanding(client, userId);
      showStanding(client, userId, BECOMES[step]);
      return before;
    },
    onSuccess: (standing) => showStanding(client, userId, standing),
    onError: (_, __, before) => {
      if (before) showStanding(client, userId, before);
    },
    onSettled: (_, error, step) => {
      const refreshed = refreshRelations(client);
      // What is declined is left out of the lists until they do without it; else nobody waits for that.
      return step === "decline" && !error ? refreshed : undefined;
    },
  });
  return {
    busy: isPending,
    take: async (step: Step): Promise<void> => {
      if (!isPending) await mutateAsync(step);
    },
  };
}

export async function block(userId: string): Promise<void> {
  await api.PUT("/api/blocks/{user_id}", { params: { path: { user_id: userId } } });
}

export async function unblock(userId: string): Promise<void> {
  await api.DELETE("/api/blocks/{user_id}", { params: { path: { user_id: userId } } });
}
