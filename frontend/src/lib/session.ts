import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/keys";

const KEPT_AS = "wexstream.signed-in";

/** Drop all that the one who was signed in saw: it is not for the next. What the operator has set stays. */
export async function forget(client: QueryClient): Promise<void> {
  await client.cancelQueries();
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.config[0] });
  client.getMutationCache().clear();
  localStorage.removeItem(KEPT_AS);
}

/** Go on as somebody else, from the beginning: what is on the page needs who was here for as long as it is there. */
export function startAnew(to: string): void {
  localStorage.removeItem(KEPT_AS);
  location.assign(to);
}

/** Keep in mind that somebody is signed in here, so that pages for anybody know whether to ask who. */
export function noteArrival(): void {
  localStorage.setItem(KEPT_AS, "yes");
}

export function isSomebodyHere(): boolean {
  return localStorage.getItem(KEPT_AS) !== null;
}

type Listener = (byHand: boolean) => void;
const listeners = new Set<Listener>();
const returns = new Set<() => void>();

/** Hear of it when the server does not know any more who asks; byHand tells whether somebody did something. */
export function onSessionEnd(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Pass on that a request was refused because nobody is signed in. */
export function noteSessionEnd(byHand: boolean): void {
  for (const tell of listeners) tell(byHand);
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
