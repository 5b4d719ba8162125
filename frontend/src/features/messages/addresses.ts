import type { Box } from "@/generated/api";

/** The address of a box, or of a message in it. */
export function addressOf(box: Box, id?: string): string {
  const search = new URLSearchParams();
  if (box === "sent") search.set("box", box);
  if (id !== undefined) search.set("m", id);
  const words = search.toString();
  return words ? `/messages?${words}` : "/messages";
}
