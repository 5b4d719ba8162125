/** The address that was typed at the door last: kept in this window's memory alone, and not for who comes after. */
let address = "";

/** The address for the next form of the door to begin with; empty where none is known. */
export function rememberedAddress(): string {
  return address;
}

export function rememberAddress(email: string): void {
  address = email.trim();
}

export function forgetAddress(): void {
  address = "";
}
