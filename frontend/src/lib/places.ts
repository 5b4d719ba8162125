import type { Box, ConnectionState } from "@/generated/api";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a part of an address can be the name of something: if not, there is no need to ask for it. */
export function isId(value: string | null): value is string {
  return value !== null && ID.test(value);
}

/** How long what one looks for by name may be, in characters. */
export const SOUGHT_LONGEST = 100;

/** What is looked for at an address, as far as the server looks at it. */
export function soughtAt(search: URLSearchParams): string {
  return Array.from(search.get("q") ?? "")
    .slice(0, SOUGHT_LONGEST)
    .join("");
}

/** Somebody's own page. */
export function profileOf(id: string): string {
  return `/profile?u=${id}`;
}

export function conferenceAt(id: string): string {
  return `/conference?c=${id}`;
}

/** Straight into a conference: whoever comes by this has decided to be in it. */
export function joining(id: string): { to: string; state: { join: true } } {
  return { to: conferenceAt(id), state: { join: true } };
}

/** A part of one's network. */
export function connectionsAt(state: ConnectionState): string {
  return state === "connected" ? "/connections" : `/connections?tab=${state}`;
}

/** A box of messages, or a message in it. */
export function messagesAt(box: Box, id?: string): string {
  const search = new URLSearchParams();
  if (box === "sent") search.set("box", box);
  if (id !== undefined) search.set("m", id);
  const words = search.toString();
  return words ? `/messages?${words}` : "/messages";
}

/** Where one writes, to somebody or to whom one has yet to choose. */
export function writingTo(id = ""): string {
  return `/messages?write${id && `=${id}`}`;
}
