import { KINDS, read, type Told } from "./wire";

const ADDRESS = "/api/events";
const PAUSE_FIRST = 5_000; // milliseconds, before jitter
const PAUSE_LONGEST = 5 * 60_000;

/** Nothing is told for now. */
export type Silence = { kind: "silence" };

/**
 * Listen to the server as somebody, until one calls what comes back or it says that there will be nothing more. What
 * breaks is opened again: by the browser, or where that gives up, as it does when it is refused, after pauses that grow.
 */
export function openStream(account: string, hear: (heard: Told | Silence) => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const close = () => {
    clearTimeout(timer);
    source.close();
  };
  const openLater = () => {
    close();
    const pause = Math.min(PAUSE_FIRST * 2 ** failures, PAUSE_LONGEST);
    failures += 1;
    timer = setTimeout(open, pause * (0.75 + Math.random() / 2));
    hear({ kind: "silence" });
  };
  const take = (told: Told) => {
    // The browser asks as whoever is signed in by then.
    if (told.kind === "snapshot" && told.account !== account) return openLater();
    if (told.kind === "snapshot") failures = 0;
    if (told.kind === "end") close();
    hear(told);
  };
  const open = () => {
    source = new EventSource(ADDRESS);
    for (const kind of KINDS) {
      source.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        const told = read(kind, data);
        if (told) take(told);
      });
    }
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) openLater();
      else hear({ kind: "silence" });
    });
  };
  open();
  return close;
}
