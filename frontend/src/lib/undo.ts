import { useSyncExternalStore } from "react";

/*
 * What one has done away with, and may still have back: the request is sent when the time for that is over,
 * or at once when one leaves. Until it is answered, lists leave out what it is about.
 */
type Waiting = {
  send: () => Promise<unknown>;
  /** The offer to take it back ends with the sending. */
  end: () => void;
};

const waiting = new Map<string, Waiting>();
const sending = new Set<string>();
const listeners = new Set<() => void>();
let going: ReadonlySet<string> = new Set();

function tell(): void {
  going = new Set([...waiting.keys(), ...sending]);
  for (const listener of listeners) listener();
}

export function postpone(id: string, send: Waiting["send"], end: Waiting["end"]): void {
  waiting.set(id, { send, end });
  tell();
}

export function takeBack(id: string): void {
  if (waiting.delete(id)) tell();
}

/** Send what waits under this name, if it does; it is there again when that fails. */
export async function sendNow(id: string): Promise<void> {
  const postponed = waiting.get(id);
  if (!postponed) return;
  waiting.delete(id);
  sending.add(id);
  postponed.end();
  try {
    await postponed.send();
  } finally {
    sending.delete(id);
    tell();
  }
}

/** Whoever leaves has decided. */
export function sendAll(): void {
  for (const id of waiting.keys()) sendNow(id).catch(() => undefined);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The names of what is on its way out. */
export function useGoing(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => going);
}

addEventListener("pagehide", sendAll);
