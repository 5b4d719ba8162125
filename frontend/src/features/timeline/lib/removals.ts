import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { keys } from "@/lib/keys";
import { removeFromTimeline } from "../api/remove";

type Removals = {
  /** Those that are hidden: removed, or about to be. */
  hidden: () => ReadonlySet<string>;
  subscribe: (tell: () => void) => () => void;
  hide: (id: string) => void;
  /** Undo, as long as nothing was sent. */
  restore: (id: string) => void;
  /** The time to undo has passed. */
  settle: (id: string) => void;
  /** The page is left: what waits is sent at once. */
  settleAll: () => void;
  /** Hear of what could not be removed, and why. */
  listen: (hear: (error: unknown) => void) => () => void;
};

/**
 * Removing with a time to undo. The server cannot put back what was removed, so it is told when that time has
 * passed; until then the broadcast is only hidden. What cannot be removed comes back.
 */
export function createRemovals(send: (id: string) => Promise<void>): Removals {
  const waiting = new Set<string>();
  const listeners = new Set<() => void>();
  const hearers = new Set<(error: unknown) => void>();
  let hidden: ReadonlySet<string> = new Set();
  const show = (changed: ReadonlySet<string>) => {
    hidden = changed;
    for (const tell of listeners) tell();
  };
  const reveal = (id: string) => show(new Set([...hidden].filter((other) => other !== id)));
  const settle = (id: string) => {
    if (!waiting.delete(id)) return;
    send(id).catch((error: unknown) => {
      reveal(id);
      for (const hear of hearers) hear(error);
    });
  };
  return {
    hidden: () => hidden,
    subscribe: (tell) => {
      listeners.add(tell);
      return () => void listeners.delete(tell);
    },
    hide: (id) => {
      waiting.add(id);
      show(new Set([...hidden, id]));
    },
    restore: (id) => {
      if (waiting.delete(id)) reveal(id);
    },
    settle,
    settleAll: () => {
      for (const id of waiting) settle(id);
    },
    listen: (hear) => {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
  };
}

const byClient = new WeakMap<QueryClient, Removals>();

function removalsOf(client: QueryClient): Removals {
  const known = byClient.get(client);
  if (known) return known;
  const made = createRemovals(async (id) => {
    await removeFromTimeline(id);
    await client.invalidateQueries({ queryKey: keys.timelines });
  });
  byClient.set(client, made);
  return made;
}

/** What is hidden at home, and how to hide it and bring it back. */
export function useRemovals(onFailure: (error: unknown) => void) {
  const removals = removalsOf(useQueryClient());
  const hidden = useSyncExternalStore(removals.subscribe, removals.hidden);
  useEffect(() => removals.listen(onFailure), [removals, onFailure]);
  useEffect(() => {
    window.addEventListener("pagehide", removals.settleAll);
    return () => {
      window.removeEventListener("pagehide", removals.settleAll);
      removals.settleAll();
    };
  }, [removals]);
  return { hidden, hide: removals.hide, restore: removals.restore, settle: removals.settle };
}
