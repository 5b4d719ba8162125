import { queryOptions } from "@tanstack/react-query";
import type { Provider } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

/** Who I am at other services. */
export const identitiesQuery = queryOptions({
  queryKey: keys.identities,
  queryFn: ({ signal }) => answer(api.GET("/api/me/identities", { signal })),
});

/** Begin to link my account with a service; where to go for that. */
export async function link(provider: Provider, password: string | null): Promise<string> {
  const { address } = await answer(
    api.POST("/api/me/identities/{provider}", {
      params: { path: { provider } },
      body: { password },
    }),
  );
  return address;
}

export async function unlink(provider: Provider, password: string | null): Promise<void> {
  await api.DELETE("/api/me/identities/{provider}", {
    params: { path: { provider } },
    body: { password },
  });
}
