import type { SignedIn, SignIn } from "@/generated/api";
import { answer, api, Refusal } from "@/lib/api";
import { forgetAddress } from "../remembered";
import { noteStay } from "../stay";

/**
 * What comes of signing in: a suspended account gets a session too, good for leaving alone; one with a second step gets
 * none before that is done.
 */
export type Opened = SignedIn | "suspended";
export type Entry = Opened | "second-step";

export async function signIn(body: SignIn): Promise<Entry> {
  try {
    const session = await answer(api.POST("/api/sessions", { body }));
    noteStay(body.stay ?? false);
    forgetAddress();
    return session;
  } catch (error) {
    const code = error instanceof Refusal && error.code;
    if (code === "second-step") noteStay(body.stay ?? false);
    else if (code !== "account-suspended") throw error;
    forgetAddress();
    return code === "second-step" ? code : "suspended";
  }
}
