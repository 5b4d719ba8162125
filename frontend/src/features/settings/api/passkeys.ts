import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { makePasskey } from "@/lib/passkeys";

/** By which passkeys I sign in. */
export const passkeysQuery = queryOptions({
  queryKey: keys.passkeys,
  queryFn: ({ signal }) => answer(api.GET("/api/me/passkeys", { signal })),
});

/** Have a device make one, and add it. */
export async function addPasskey(name: string, password: string | null): Promise<void> {
  const asked = await answer(api.POST("/api/me/passkeys/options", { body: { password } }));
  const made = await makePasskey(asked);
  await api.POST("/api/me/passkeys", { body: { name, ...made } });
}

export async function removePasskey(id: string, password: string | null): Promise<void> {
  await api.DELETE("/api/me/passkeys/{passkey_id}", {
    params: { path: { passkey_id: id } },
    body: { password },
  });
}
