import { answer, api, Refusal } from "@/lib/api";
import type { Opened } from "./sign-in";

/** Do the second step of signing in, by a code; the first is known by a cookie. */
export async function doSecondStep(code: string): Promise<Opened> {
  try {
    return await answer(api.POST("/api/sessions/second-step", { body: { code } }));
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "account-suspended")) throw error;
    return "suspended";
  }
}
