import type { SignedIn, SignIn } from "@/generated/api";
import { answer, api, Refusal } from "@/lib/api";

/** Sign in; a suspended account gets a session too, good for leaving alone. */
export async function signIn(body: SignIn): Promise<SignedIn | "suspended"> {
  try {
    return await answer(api.POST("/api/sessions", { body }));
  } catch (error) {
    if (error instanceof Refusal && error.code === "account-suspended") return "suspended";
    throw error;
  }
}
