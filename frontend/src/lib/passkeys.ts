import type { CreationOptions, RequestOptions } from "@/generated/api";
import { Refusal } from "@/lib/api";

/** What a browser says of a passkey that does not come about, in codes of our own. */
const FAILURES: Readonly<Record<string, string>> = {
  AbortError: "passkey-cancelled",
  NotAllowedError: "passkey-cancelled",
  TimeoutError: "passkey-cancelled",
  InvalidStateError: "passkey-known",
  ConstraintError: "passkey-unable",
  NotSupportedError: "passkey-unable",
  SecurityError: "passkey-elsewhere",
};

/** Whether this browser knows passkeys, and speaks of them as we do. */
export function knowsPasskeys(): boolean {
  return (
    typeof PublicKeyCredential === "function" &&
    "parseRequestOptionsFromJSON" in PublicKeyCredential
  );
}

/** Whether passkeys can be offered where one types the address. */
export async function offersPasskeys(): Promise<boolean> {
  if (!knowsPasskeys()) return false;
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false;
}

/** Have a device make a passkey. */
export async function makePasskey(asked: CreationOptions) {
  const { response } = await answered(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked),
    }),
  );
  if (!("attestationObject" in response)) throw new Refusal(0, "passkey-unable");
  return { client_data: response.clientDataJSON, attestation_object: response.attestationObject };
}

type Manner = { signal: AbortSignal; mediation: CredentialMediationRequirement };

/** Have a passkey sign, whichever its owner chooses. */
export async function signByPasskey(asked: RequestOptions, manner: Manner) {
  const { id, response } = await answered(() =>
    navigator.credentials.get({
      ...manner,
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked),
    }),
  );
  if (!("signature" in response)) throw new Refusal(0, "passkey-unable");
  return {
    credential: id,
    client_data: response.clientDataJSON,
    authenticator_data: response.authenticatorData,
    signature: response.signature,
    user_handle: response.userHandle ?? null,
  };
}

/** What the browser answers, as it would write it; or why there is none. */
async function answered(ask: () => Promise<Credential | null>) {
  if (!knowsPasskeys()) throw new Refusal(0, "passkey-unknown");
  try {
    const credential = await ask();
    if (!(credential instanceof PublicKeyCredential)) throw new Refusal(0, "passkey-cancelled");
    return credential.toJSON();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new Refusal(0, FAILURES[error.name] ?? "passkey-unable");
  }
}
