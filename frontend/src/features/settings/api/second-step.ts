import { queryOptions } from "@tanstack/react-query";
import type { Setup } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

/** Whether signing in to my account takes a second step. */
export const secondStepQuery = queryOptions({
  queryKey: keys.secondStep,
  queryFn: ({ signal }) => answer(api.GET("/api/me/second-step", { signal })),
});

/** Begin to set it up; what the app has to be told. */
export async function setUp(password: string | null): Promise<Setup> {
  return answer(api.POST("/api/me/second-step", { body: { password } }));
}

/** Turn it on by a code of the app; the recovery codes. */
export async function confirm(code: string): Promise<readonly string[]> {
  const { codes } = await answer(api.POST("/api/me/second-step/confirm", { body: { code } }));
  return codes;
}

export async function renewCodes(password: string | null): Promise<readonly string[]> {
  const { codes } = await answer(api.POST("/api/me/second-step/codes", { body: { password } }));
  return codes;
}

export async function turnOff(password: string | null): Promise<void> {
  await api.DELETE("/api/me/second-step", { body: { password } });
}
