import { firstName } from "@/lib/people";
import type { Participant } from "./socket";

/** A person as faces are drawn. */
export function faceOf({
  account,
  name,
  picture,
}: Pick<Participant, "account" | "name" | "picture">) {
  return { id: account, full_name: name, picture };
}

/** What one is called in a sentence. */
export function called({ name }: Pick<Participant, "name">): string {
  return firstName(name);
}

/** How somebody without a connection stands: on the way in, or on the way back. */
export function absenceOf({ peer, met }: Participant): "connecting" | "coming-back" | null {
  if (peer) return null;
  return met ? "coming-back" : "connecting";
}
