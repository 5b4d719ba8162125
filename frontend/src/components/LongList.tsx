import { useWindowVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import styles from "./LongList.module.css";

type Props<T> = {
  items: readonly T[];
  keyOf: (item: T) => string;
  /** How high an item is about, in pixels, before it is seen. */
  estimate: (item: T) => number;
  children: (item: T) => ReactNode;
  /** What to do as the end comes near; nothing where there is no more, or it is on its way. */
  onEnd: (() => void) | null;
};

/** How many items before the end more is fetched. */
const NEAR = 5;

/** How high everything was, by visit, so that going back finds the same place. */
const seen = new Map<string, VirtualItem[]>();

/** A list in the window as long as it may get, of which only what is seen is drawn. */
export function LongList<T>({ items, keyOf, estimate, children, onEnd }: Props<T>) {
  const { key: visit } = useLocation();
  const place = useRef<HTMLDivElement>(null);
  const [above, setAbove] = useState(0);
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is memoized here
  const list = useWindowVirtualizer({
    count: items.length,
    estimateSize: (index) => ofItem(items, index, estimate, 0),
    getItemKey: (index) => ofItem(items, index, keyOf, String(index)),
    overscan: NEAR,
    scrollMargin: above,
    // The window is scrolled by who knows where one was, not by the list.
    initialOffset: () => window.scrollY,
    initialMeasurementsCache: seen.get(visit) ?? [],
  });
  // What stands above it comes and goes, and the page with it becomes longer and shorter.
  useLayoutEffect(() => {
    const look = () => {
      const top = place.current?.getBoundingClientRect().top;
      if (top !== undefined) setAbove(Math.round(top + window.scrollY));
    };
    look();
    const changes = new ResizeObserver(look);
    changes.observe(document.body);
    return () => changes.disconnect();
  }, []);
  useEffect(() => () => void seen.set(visit, list.takeSnapshot()), [visit, list]);
  const rows = list.getVirtualItems();
  const last = rows.at(-1)?.index ?? -1;
  const near = last >= items.length - NEAR;
  useEffect(() => {
    if (near) onEnd?.();
  }, [near, onEnd]);
  return (
    <div ref={place} className={styles.list} style={{ blockSize: list.getTotalSize() }}>
      {rows.map((row) => (
        <div
          key={row.key}
          ref={list.measureElement}
          data-index={row.index}
          className={styles.row}
          style={{ transform: `translateY(${row.start - above}px)` }}
        >
          {ofItem(items, row.index, children, null)}
        </div>
      ))}
    </div>
  );
}

function ofItem<T, R>(items: readonly T[], index: number, say: (item: T) => R, none: R): R {
  const item = items[index];
  return item === undefined ? none : say(item);
}
