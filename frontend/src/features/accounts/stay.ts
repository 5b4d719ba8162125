const KEPT_AS = "wexstream.stay";

/** Whether who signed in here last wanted to stay signed in; nobody who was not asked does. */
export function wantedToStay(): boolean {
  return localStorage.getItem(KEPT_AS) === "yes";
}

export function noteStay(stay: boolean): void {
  if (stay) localStorage.setItem(KEPT_AS, "yes");
  else localStorage.removeItem(KEPT_AS);
}
