import { memory } from "@/lib/storage";

const KEPT_AS = "wexstream.address";

/** The address that somebody signed up with here, until it is confirmed. */
export function rememberedAddress(): string | null {
  return memory.read(KEPT_AS);
}

export function rememberAddress(email: string): void {
  memory.write(KEPT_AS, email);
}

export function forgetAddress(): void {
  memory.remove(KEPT_AS);
}
