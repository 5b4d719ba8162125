import { type ComponentType, useEffect, useState } from "react";

/** What is fetched, and perhaps has words of its own. */
type Spoken = { default: unknown; learn?: () => Promise<void> };

/** What brings a part of a page, and perhaps more. */
type Piece<P> = Spoken & { default: ComponentType<P> };

/** How a part of a page is fetched; the piece itself, where it is at hand. */
export type Load<P, M extends Piece<P> = Piece<P>> = (() => Promise<M>) & { piece?: M };

/** Fetch a piece, and its words. */
export async function whole<M extends Spoken>(load: () => Promise<M>): Promise<M> {
  const piece = await load();
  await piece.learn?.();
  return piece;
}

/** For what is fetched ahead: from then on it is at hand. */
export function keeping<M extends Spoken>(
  load: () => Promise<M>,
): (() => Promise<M>) & { piece?: M } {
  const loadOnce: ReturnType<typeof keeping<M>> = async () => {
    loadOnce.piece = await whole(load);
    return loadOnce.piece;
  };
  return loadOnce;
}

type Fetched<P> = {
  /** The part, once it is there. */
  Part: ComponentType<P> | null;
  /** Why it is not. */
  error: unknown;
  /** Whether it could not be fetched at once. */
  failed: boolean;
  /** Try again. */
  again: () => void;
};

/**
 * A part of a page that is fetched when it is first wanted unless it is at hand, and again as often as that fails and
 * one wants it. It is the same part as long as it is drawn.
 */
export function useLater<P>(load: Load<P>, wanted = true): Fetched<P> {
  const [part, setPart] = useState(() => (load.piece ? { of: load.piece.default } : null));
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState({ load, first: true });
  const missing = wanted && part === null;
  useEffect(() => {
    if (!missing) return undefined;
    let over = false;
    whole(attempt.load).then(
      (found) => !over && setPart({ of: found.default }),
      (why: unknown) => !over && setError(why),
    );
    return () => {
      over = true;
    };
  }, [attempt, missing]);
  return {
    Part: part && part.of,
    error,
    failed: error !== null || !attempt.first,
    again: () => {
      setError(null);
      setAttempt({ load, first: false });
    },
  };
}
