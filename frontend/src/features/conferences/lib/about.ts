import type { Limits, Visibility } from "@/generated/api";
import { type Faults, missing, tooLong } from "@/lib/form";

export type About = { title: string; description: string; visibility: Visibility };

/** What cannot be sent as it is. */
export function wrongIn({ title, description }: About, limits: Limits): Faults {
  return { ...missing({ title }), ...tooLong({ title, description }, limits) };
}
