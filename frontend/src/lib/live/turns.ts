export type Turn = {
  /** Have it now, whoever has it. */
  seize: () => void;
  /** Let go of it, or do not wait any more. */
  leave: () => void;
};

/**
 * Wait until no other window of this browser does what one window does for all, and do it then: `begin` begins it, and
 * gives what ends it. A window that is closed has ended it.
 */
export function takeTurns(name: string, begin: () => () => void): Turn {
  let leaving = new AbortController();
  const wait = (steal: boolean) => {
    const { signal } = leaving;
    let end: (() => void) | null = null;
    const hold = () =>
      new Promise<void>((resolve) => {
        if (signal.aborted) return resolve();
        end = begin();
        signal.addEventListener("abort", () => {
          end?.();
          resolve();
        });
      });
    navigator.locks.request(name, steal ? { steal } : { signal }, hold).catch(() => {
      if (signal.aborted || !end) return;
      end(); // another has seized it
      leaving = new AbortController();
      wait(false);
    });
  };
  wait(false);
  return {
    seize: () => {
      leaving.abort();
      leaving = new AbortController();
      wait(true);
    },
    leave: () => leaving.abort(),
  };
}

/** The same where windows cannot agree: each does it as long as it is shown, as a browser has few connections. */
export function takeOwnTurns(begin: () => () => void): Turn {
  let end: (() => void) | null = null;
  const look = () => {
    if (!document.hidden) {
      end ??= begin();
      return;
    }
    end?.();
    end = null;
  };
  look();
  document.addEventListener("visibilitychange", look);
  return {
    seize: () => {},
    leave: () => {
      document.removeEventListener("visibilitychange", look);
      end?.();
    },
  };
}
