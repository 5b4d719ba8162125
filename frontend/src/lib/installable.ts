import { registerWorker } from "@/lib/scripts";

/** Let the browser install the page, and show a page of our own where there is no connection. */
export function startServiceWorker(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  registerWorker().catch(() => {
    // Private windows refuse service workers; the page works without.
  });
}
