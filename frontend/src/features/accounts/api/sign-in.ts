import type { SignedIn, SignIn } from "@/generated/api";
import { answer, api, Refusal } from "@/lib/api";
import { noteStay } from "../stay";

/** Sign in; a suspended account gets a session too, good for leaving alone. */
export async function signIn(body: SignIn): Promise<SignedIn | "suspended"> {
  try {
    const session = await answer(api.POST("/api/sessions", { body }));
    noteStay(body.stay ?? false);
    return session;
  } catch (error) {
    if (error instanceof Refusal && error.code === "account-suspended") return "suspended";
    throw error;
  }
}
