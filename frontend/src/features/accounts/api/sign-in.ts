import type { SignedIn, SignIn } from "@/generated/api";
import { answer, api, Refusal } from "@/lib/api";
import { forgetAddress } from "../remembered";
import { noteStay } from "../stay";

/** What comes of signing in: a suspended account gets a session too, good for leaving alone. */
export type Opened = SignedIn | "suspended";

export async function signIn(body: SignIn): Promise<Opened> {
  try {
    const session = await answer(api.POST("/api/sessions", { body }));
    noteStay(body.stay ?? false);
    forgetAddress();
    return session;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "account-suspended")) throw error;
    forgetAddress();
    return "suspended";
  }
}
