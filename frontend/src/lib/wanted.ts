import { memory } from "@/lib/storage";

const KEPT_AS = "wexstream.wanted";
const LASTS = 24 * 60 * 60_000; // milliseconds: as long as the link of a mail
const HOME = "/home";

/** The page of ours that an address names, however it is written; null where it leads anywhere else. */
export function ownPage(address: string | null): string | null {
  if (!address?.startsWith("/")) return null;
  try {
    const { origin, pathname, search, hash } = new URL(address, location.origin);
    // Two slashes at the beginning would name another host once more.
    const ours = origin === location.origin && !pathname.startsWith("//");
    return ours ? pathname + search + hash : null;
  } catch {
    return null;
  }
}

/** Keep in mind which page somebody wants to see, until they are let in, in whatever window that is. */
export function keepWanted(page: string): void {
  memory.write(KEPT_AS, `${Date.now()} ${page}`);
}

export function forgetWanted(): void {
  memory.remove(KEPT_AS);
}

/** Where to go on to: the page that an address names, or else the one that was wanted here last, or home. */
export function wantedPage(address: string | null = null): string {
  return ownPage(address) ?? ownPage(keptPage()) ?? HOME;
}

function keptPage(): string | null {
  const [at, page] = memory.read(KEPT_AS)?.split(" ") ?? [];
  return page && Date.now() - Number(at) < LASTS ? page : null;
}
