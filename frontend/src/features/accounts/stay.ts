import { memory } from "@/lib/storage";

const KEPT_AS = "wexstream.stay";

/** Whether who signed in here last wanted to stay signed in; nobody who was not asked does. */
export function wantedToStay(): boolean {
  return memory.read(KEPT_AS) === "yes";
}

export function noteStay(stay: boolean): void {
  if (stay) memory.write(KEPT_AS, "yes");
  else memory.remove(KEPT_AS);
}
