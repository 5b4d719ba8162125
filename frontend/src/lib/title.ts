import { useEffect } from "react";

const PRODUCT = "Wexstream";

/** What the window is called while this is shown. */
export function useTitle(words: string | undefined): void {
  useEffect(() => {
    document.title = words && words !== PRODUCT ? `${words} · ${PRODUCT}` : PRODUCT;
  }, [words]);
}
