import { OFFLINE, Refusal } from "@/lib/api";

/*
 * The page comes in pieces, each when it is first wanted. A module that could not be fetched once is not asked for
 * again by every browser as long as the page is open (https://github.com/whatwg/html/pull/10327 is of 2026), and
 * neither is a style by Vite. So each file of a piece is fetched as mere data first, as often as it takes; what the
 * piece then asks for is in the browser's cache.
 */
type Got = Map<string, Promise<void>>;
const files: Got = new Map();
const styles: Got = new Map();

const NEW_VERSION = "new-version";
const JUST_NOW = 60_000; // milliseconds

/** In place of what Vite puts around each import(): `named` is all that the piece is made of. Raises Refusal. */
export async function fetchPiece<T>(load: () => Promise<T>, named: string[] = []): Promise<T> {
  const addresses = named.map((name) => import.meta.env.BASE_URL + name);
  await Promise.all(addresses.map((address) => once(files, address, fetchFile)));
  // In their order, as one may say more than the other.
  const sheets = addresses.filter((address) => address.endsWith(".css"));
  await Promise.all(sheets.map((address) => once(styles, address, addStyle)));
  return load();
}

/** Whether the server has pieces of another version, so that this page can only be loaded anew. */
export function isOutdated(error: unknown): boolean {
  return error instanceof Refusal && error.code === NEW_VERSION;
}

/** Whether that was done just now, and did not help. */
export function isJustReloaded(): boolean {
  const [loading] = performance.getEntriesByType("navigation");
  const again = loading instanceof PerformanceNavigationTiming && loading.type === "reload";
  return again && performance.now() < JUST_NOW;
}

function once(got: Got, address: string, get: (address: string) => Promise<void>): Promise<void> {
  const known = got.get(address);
  if (known) return known;
  const getting = get(address).catch((error: unknown) => {
    got.delete(address);
    throw error;
  });
  got.set(address, getting);
  return getting;
}

/** Whether the document itself brings it. */
function isInDocument(address: string): boolean {
  return document.querySelector(`[href="${address}"], [src="${address}"]`) !== null;
}

async function fetchFile(address: string): Promise<void> {
  if (isInDocument(address)) return;
  const { ok, status } = await whole(address);
  if (ok) return;
  throw new Refusal(status, status === 404 ? NEW_VERSION : "unavailable");
}

/** Ask for a file, to its end: what was cut off is not kept. */
async function whole(address: string): Promise<Response> {
  try {
    const response = await fetch(address);
    await response.arrayBuffer();
    return response;
  } catch {
    throw new Refusal(0, OFFLINE);
  }
}

async function addStyle(address: string): Promise<void> {
  if (isInDocument(address)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  await new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new Refusal(0, OFFLINE));
    });
    document.head.append(link);
  });
}
