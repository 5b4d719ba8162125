/* The policy of the page takes an address of a script from here alone: of what is ours, and of the meetings'. */
const WORKER = "/service-worker.js";

declare global {
  // TypeScript's own types do not know yet that trusted addresses are taken here.
  interface ServiceWorkerContainer {
    register(address: TrustedScriptURL | string): Promise<ServiceWorkerRegistration>;
  }
}

/** Whence the script of the meetings comes; the first place that the server names stays the only one. */
let meetings: string | null = null;

const rules = {
  createScriptURL: (address: string) => {
    if (address !== WORKER && originOf(address) !== meetings) {
      throw new TypeError("Not a script of ours.");
    }
    return address;
  },
};
const policy = window.trustedTypes?.createPolicy("app", rules) ?? rules;

export async function registerWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(policy.createScriptURL(WORKER));
}

/** An element that fetches the script of the meetings. Throws TypeError for any other place. */
export function meetingsScript(address: string): HTMLScriptElement {
  meetings ??= originOf(address);
  const script = document.createElement("script");
  // TypeScript's own types know of addresses in strings alone.
  Object.assign(script, { src: policy.createScriptURL(address) });
  return script;
}

function originOf(address: string): string {
  return new URL(address, location.href).origin;
}
