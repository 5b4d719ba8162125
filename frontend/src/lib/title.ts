import { useEffect } from "react";

const PRODUCT = "Wexstream";

/** What the window is called while a page is open. */
export function useTitle(words: string): void {
  useEffect(() => {
    document.title = words === PRODUCT ? words : `${words} · ${PRODUCT}`;
  }, [words]);
}
