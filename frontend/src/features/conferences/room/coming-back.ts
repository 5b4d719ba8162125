import { windowMemory } from "@/lib/storage";

const KEPT_AS = "wexstream.inside";

/** Keep in mind, for a reload of this tab, that one is in a room. */
export function comeBackTo(conference: string): void {
  windowMemory.write(KEPT_AS, conference);
}

export function stayAway(): void {
  windowMemory.remove(KEPT_AS);
}

/** Whether this tab was in that room when it was loaded anew. */
export function wasIn(conference: string): boolean {
  return windowMemory.read(KEPT_AS) === conference;
}
