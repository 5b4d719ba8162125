const WORKER = "/service-worker.js";

declare global {
  // TypeScript's own types do not know yet that trusted addresses are taken here.
  interface ServiceWorkerContainer {
    register(address: TrustedScriptURL): Promise<ServiceWorkerRegistration>;
  }
}

/** Let the browser install the page, and show a page of our own where there is no connection. */
export function startServiceWorker(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  register().catch(() => {
    // Private windows refuse service workers; the page works without.
  });
}

function register(): Promise<ServiceWorkerRegistration> {
  // The policy of the page lets an address of a script come from here alone.
  const policy = window.trustedTypes?.createPolicy("app", {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new TypeError("Not a script of ours.");
      return url;
    },
  });
  if (!policy) return navigator.serviceWorker.register(WORKER);
  return navigator.serviceWorker.register(policy.createScriptURL(WORKER));
}
