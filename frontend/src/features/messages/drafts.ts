import { useSyncExternalStore } from "react";
import type { Pictured } from "@/components/Face";
import { newKey } from "@/lib/api";
import { whoIsHere } from "@/lib/session";

export type Recipient = Pictured & { id: string; full_name: string };
export type Draft = { to: Recipient[]; subject: string; body: string };
type Sending = { key: string; content: string };

export const EMPTY: Draft = { to: [], subject: "", body: "" };

/*
 * What is being written, as long as the page is open: moving about loses nothing, and before the page is closed the
 * browser asks. Each is of whom its name begins with, and has the key under which it was last sent: the same once
 * more is the same message, another text is another.
 */
const drafts = new Map<string, Draft>();
const sendings = new Map<string, Sending>();
const addressed = new Set<string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  // Whoever listens for that is not shown as it was by the way back; so nobody does in vain.
  if ([...drafts.values()].some(isWritten)) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
  for (const listener of listeners) listener();
}

function ask(event: BeforeUnloadEvent): void {
  const here = whoIsHere(); // nobody else is asked, nor anybody who has just signed out
  const unsent = [...drafts].some(
    ([name, draft]) => name.startsWith(`${here}:`) && isWritten(draft),
  );
  if (unsent) event.preventDefault();
}

function isWritten({ subject, body }: Draft): boolean {
  return Boolean(subject.trim() || body.trim());
}

function write(name: string, draft: Draft): void {
  drafts.set(name, draft);
  tell();
}

export function drop(name: string): void {
  drafts.delete(name);
  sendings.delete(name);
  addressed.delete(name);
  tell();
}

/** Drop what was sent; what was written since stays, to the same people. Tells whether there is any. */
export function dropSent(name: string, sent: Draft): boolean {
  const now = drafts.get(name);
  if (!now) return false; // it was thrown away meanwhile
  const { to, subject, body } = now;
  const rest = body.startsWith(sent.body) ? body.slice(sent.body.length).trimStart() : body;
  if (rest === "" && subject === sent.subject && to === sent.to) {
    drop(name);
    return false;
  }
  sendings.delete(name);
  write(name, { to, subject, body: rest });
  return true;
}

export function read(name: string): Draft {
  return drafts.get(name) ?? EMPTY;
}

export function change(name: string, changes: Partial<Draft>): void {
  write(name, { ...read(name), ...changes });
}

/** Begin a draft with whom one came to write to: once, so that whom one takes out stays out. */
export function address(name: string, person: Recipient): void {
  if (addressed.has(name)) return;
  addressed.add(name);
  const { to } = read(name);
  if (to.every(({ id }) => id !== person.id)) change(name, { to: [person, ...to] });
}

/** The key under which a draft is sent as it is now. */
export function keyOf(name: string): string {
  const { to, subject, body } = read(name);
  const content = JSON.stringify([to.map(({ id }) => id), subject, body]);
  const known = sendings.get(name);
  if (known?.content === content) return known.key;
  const key = newKey();
  sendings.set(name, { key, content });
  return key;
}

export function useDraft(name: string): Draft {
  return useSyncExternalStore(subscribe, () => read(name));
}

export function isEmpty(draft: Draft): boolean {
  return draft.to.length === 0 && !isWritten(draft);
}
