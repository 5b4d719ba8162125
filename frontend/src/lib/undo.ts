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
const sending = new Map<string, Promise<unknown>>();
const listeners = new Set<() => void>();
let going: ReadonlySet<string> = new Set();

function tell(): void {
  going = new Set([...waiting.keys(), ...sending.keys()]);
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
  const answer = postponed.send();
  sending.set(id, answer);
  postponed.end();
  try {
    await answer;
  } finally {
    sending.delete(id);
    tell();
  }
}

/** Whoever leaves has decided. */
export function sendAll(): void {
  for (const id of waiting.keys()) sendNow(id).catch(() => undefined);
}

/** The same, and wait until all of it is answered, whatever the answers are. */
export async function allSent(): Promise<void> {
  sendAll();
  await Promise.allSettled(sending.values());
}

/** What one has done away with as somebody who is no longer here is not done as somebody else. */
export function dropAll(): void {
  waiting.clear();
  tell();
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
// A phone may close what is out of sight without a word.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") sendAll();
});
