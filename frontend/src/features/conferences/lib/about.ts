import type { Limits, Visibility } from "@/generated/api";

export type About = { title: string; description: string; visibility: Visibility };
export type Wrong = { title?: "missing" | "too-long"; description?: "too-long" };

/** What cannot be sent as it is; lengths are counted in characters, as the server does. */
export function wrongIn({ title, description }: About, limits: Limits): Wrong {
  return {
    ...(!title.trim() && { title: "missing" }),
    ...(tooLong(title, limits.title) && { title: "too-long" }),
    ...(tooLong(description, limits.description) && { description: "too-long" }),
  };
}

function tooLong(text: string, most: number): boolean {
  return Array.from(text.trim()).length > most;
}
