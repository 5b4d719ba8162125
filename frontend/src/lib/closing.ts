import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { NavigationType, useBlocker } from "react-router";

/* What is open over the page, the last on top: the way back closes that before it leads anywhere. */
let open: readonly (() => void)[] = [];
const listeners = new Set<() => void>();

// TypeScript's own types do not know it yet; not every browser does.
type Watcher = EventTarget & { destroy: () => void };
declare global {
  var CloseWatcher: (new () => Watcher) | undefined;
}

function change(now: typeof open): void {
  open = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Have the way back close what is open. */
export function useClosedByBack(isOpen: boolean, close: () => void): void {
  const onBack = useEffectEvent(close);
  useEffect(() => {
    if (!isOpen) return undefined;
    const closing = () => onBack();
    const watcher = watch(closing);
    change([...open, closing]);
    return () => {
      watcher?.destroy();
      change(open.filter((other) => other !== closing));
    };
  }, [isOpen]);
}

/**
 * Hear of a phone's own way back (https://html.spec.whatwg.org/#close-requests), which closes the whole page where
 * there is nothing to go back to. Elsewhere it is the Escape key, of which what is open hears itself.
 */
function watch(closing: () => void): Watcher | null {
  if (typeof CloseWatcher === "undefined" || !matchMedia("(pointer: coarse)").matches) return null;
  const watcher = new CloseWatcher();
  watcher.addEventListener("close", closing);
  return watcher;
}

/** Whether anything is open over the page. */
export function useAnythingOpen(): boolean {
  return useSyncExternalStore(subscribe, () => open.length > 0);
}

/** Keep the way back from leading anywhere, and close what is on top instead. */
export function useBackClosing(): void {
  const blocker = useBlocker(({ historyAction }) => historyAction === NavigationType.Pop);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    blocker.reset();
    open.at(-1)?.();
  }, [blocker]);
}
