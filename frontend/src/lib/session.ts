import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/keys";
import { memory } from "@/lib/storage";

const KEPT_AS = "wexstream.signed-in";
/** Whose this page is; null while it is nobody's. */
let owner: string | null = null;

/** Drop all that the one who was signed in saw: it is not for the next. What the operator has set stays. */
export async function forget(client: QueryClient): Promise<void> {
  await client.cancelQueries();
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.config[0] });
  client.getMutationCache().clear();
  owner = null;
  forgetPersonal();
}

/**
 * Go on as somebody else, from the beginning, there or where one is: what is on the page needs who was here for as
 * long as it is there.
 */
export function startAnew(to?: string): void {
  forgetPersonal();
  if (to === undefined) location.reload();
  else location.assign(to);
}

function forgetPersonal(): void {
  memory.remove(KEPT_AS);
}

/** Keep in mind who is signed in here: pages for anybody know whether to ask who, other windows whose they are. */
export function noteArrival(id: string): void {
  owner = id;
  memory.write(KEPT_AS, id);
}

/** Keep in mind that somebody is here who may only leave. Who that is is not told: the page is nobody's. */
export function noteSuspended(): void {
  memory.write(KEPT_AS, "suspended");
}

/** One browser is one person's at a time: a page of who has signed out elsewhere does not stay. */
export function watchOwner(): void {
  addEventListener("storage", leaveOthers);
  // The way back may show a page as it was left.
  addEventListener("pageshow", ({ persisted }) => persisted && leaveOthers());
}

function leaveOthers(): void {
  if (owner !== null && whoIsHere() !== owner) location.reload();
}

/** As whom this page does what it does, until it has gone; null while it is nobody's. */
export function ownerOfPage(): string | null {
  return owner;
}

/** Who is signed in, as far as the windows of this browser have told each other. */
export function whoIsHere(): string | null {
  return memory.read(KEPT_AS);
}

export function isSomebodyHere(): boolean {
  return whoIsHere() !== null;
}

type Listener = (byHand: boolean, suspended: boolean) => void;
const listeners = new Set<Listener>();
const returns = new Set<() => void>();
const others = new Set<() => void>();

/**
 * Hear of it when the server does not know any more who asks; byHand tells whether somebody did something, suspended
 * whether that is why.
 */
export function onSessionEnd(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Pass on that a request was refused because nobody is signed in. */
export function noteSessionEnd(byHand: boolean, suspended = false): void {
  for (const tell of listeners) tell(byHand, suspended);
}

/** Hear of it when who was signed out is signed in again, the page being as it was. */
export function onReturn(listener: () => void): () => void {
  returns.add(listener);
  return () => {
    returns.delete(listener);
  };
}

export function noteReturn(): void {
  for (const tell of returns) tell();
}

/** Hear of it when something was not done because somebody else is signed in by now. */
export function onOtherAccount(listener: () => void): () => void {
  others.add(listener);
  return () => {
    others.delete(listener);
  };
}

export function noteOtherAccount(): void {
  for (const tell of others) tell();
}
