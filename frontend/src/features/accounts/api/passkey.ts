import { answer, api } from "@/lib/api";
import { signByPasskey } from "@/lib/passkeys";
import { forgetAddress } from "../remembered";
import { noteStay } from "../stay";
import { type Opened, opened } from "./sign-in";

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
  const body = { ...signed, stay: wanted };
  const entry = await opened(answer(api.POST("/api/sessions/passkey", { body })));
  if (entry !== "suspended") noteStay(wanted);
  forgetAddress();
  return entry;
}
