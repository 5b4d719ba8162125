import { useMemo, useSyncExternalStore } from "react";

type Watch = (tell: () => void) => () => void;

/** What changes by itself, and tells that it has. */
type Source<V> = { readonly watch: Watch; readonly view: () => V };

const TOGETHER = 30; // milliseconds

/** What a source shows now; drawn once for all changes of a moment, as whoever comes makes many of them. */
export function useDrawn<V>({ watch, view }: Source<V>): V {
  const follow = useMemo(() => together(watch), [watch]);
  return useSyncExternalStore(follow, view);
}

function together(watch: Watch): Watch {
  return (tell) => {
    // No animation frame: a page that nobody looks at has none, and goes on all the same.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = watch(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        tell();
      }, TOGETHER);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  };
}
