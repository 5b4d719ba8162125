import { answer, api, Refusal } from "@/lib/api";
import { signByPasskey } from "@/lib/passkeys";
import { forgetAddress } from "../remembered";
import { noteStay } from "../stay";
import type { Opened } from "./sign-in";

type Manner = {
  signal: AbortSignal;
  mediation: CredentialMediationRequirement;
  /** Whether to stay signed in, asked once the passkey is chosen. */
  stay: () => boolean;
};

/** Sign in by a passkey. */
export async function signInByPasskey({ stay, ...manner }: Manner): Promise<Opened> {
  const asked = await answer(api.POST("/api/sessions/passkey/options", { signal: manner.signal }));
  const signed = await signByPasskey(asked, manner);
  const wanted = stay();
  try {
    const body = { ...signed, stay: wanted };
    const session = await answer(api.POST("/api/sessions/passkey", { body }));
    noteStay(wanted);
    forgetAddress();
    return session;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "account-suspended")) throw error;
    forgetAddress();
    return "suspended";
  }
}
