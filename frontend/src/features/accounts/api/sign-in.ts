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

/** What comes of the last step of signing in, whichever that is. */
export function opened(signingIn: Promise<SignedIn>): Promise<Opened> {
  return signingIn.catch((error: unknown) => meant(error, "account-suspended", "suspended"));
}

export async function signIn(body: SignIn): Promise<Entry> {
  const entry: Entry = await opened(answer(api.POST("/api/sessions", { body }))).catch(
    (error: unknown) => meant(error, "second-step", "second-step"),
  );
  if (entry !== "suspended") noteStay(body.stay ?? false);
  forgetAddress();
  return entry;
}

/** What a refusal means; whatever else went wrong goes on. */
function meant<M>(error: unknown, code: string, meaning: M): M {
  if (error instanceof Refusal && error.code === code) return meaning;
  throw error;
}
