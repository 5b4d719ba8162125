import { useEffect, useState } from "react";

const PRODUCT = "Wexstream";

/** What the window is called by all that is shown, what stands within something after it. */
const titles = new Map<number, string>();
let shown = 0;

function show(): void {
  const words = titles.get(Math.max(...titles.keys()));
  document.title = words && words !== PRODUCT ? `${words} · ${PRODUCT}` : PRODUCT;
}

/** What the window is called while this is shown, and nothing within it says more. */
export function useTitle(words: string | undefined): void {
  // What stands within something is drawn after it, though its effects come first.
  const [order] = useState(() => {
    shown += 1;
    return shown;
  });
  useEffect(() => {
    if (!words) return undefined;
    titles.set(order, words);
    show();
    return () => {
      titles.delete(order);
      show();
    };
  }, [order, words]);
}
