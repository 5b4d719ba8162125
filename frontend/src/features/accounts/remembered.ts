const KEPT_AS = "wexstream.address";

/** The address that somebody signed up with here, until it is confirmed. */
export function rememberedAddress(): string | null {
  return localStorage.getItem(KEPT_AS);
}

export function rememberAddress(email: string): void {
  localStorage.setItem(KEPT_AS, email);
}

export function forgetAddress(): void {
  localStorage.removeItem(KEPT_AS);
}
