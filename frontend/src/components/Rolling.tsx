import {
  useVirtualizer,
  useWindowVirtualizer,
  type VirtualItem,
  type Virtualizer,
} from "@tanstack/react-virtual";
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useLocation } from "react-router";
import styles from "./Rolling.module.css";

type Props<T> = {
  label: string;
  items: readonly T[];
  /** How high a row is until it has been seen, in pixels. */
  estimate: number | ((item: T) => number);
  renderRow: (item: T) => ReactNode;
  /** Called when the end comes near. */
  onEnd: () => void;
  complete: boolean;
};
type Known = { measured: VirtualItem[]; offset: number };

/** What was measured of the lists that one left last, so that going back leads to the same place. */
const left = new Map<string, Known>();
const MOST = 20;

/** A list that may be long, in the window: only what is near to sight is there. */
export function RollingList<T extends { id: string }>(props: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  const name = useLocation().key;
  const [margin, setMargin] = useState(0);
  // What stands above it comes and goes, and moves it.
  useLayoutEffect(() => {
    const look = () => {
      const top = list.current?.getBoundingClientRect().top;
      if (top !== undefined) setMargin(Math.round(top + window.scrollY));
    };
    look();
    const changes = new ResizeObserver(look);
    changes.observe(document.body);
    return () => changes.disconnect();
  }, []);
  const virtualizer = useWindowVirtualizer<HTMLLIElement>({
    ...shared(props, left.get(name)),
    scrollMargin: margin,
    anchorTo: anchorAt(window.scrollY - margin),
    // The window is scrolled by who knows where one was, not by the list.
    initialOffset: () => window.scrollY,
  });
  useRemembered(name, virtualizer);
  return <Drawn {...props} list={list} virtualizer={virtualizer} margin={margin} />;
}

type PaneProps<T> = Props<T> & {
  /** What scrolls, once it is there. */
  pane: HTMLElement | null;
  /** Under which its place is remembered. */
  name: string;
};

/** The same in something that scrolls by itself. */
export function RollingPane<T extends { id: string }>({ pane, name, ...props }: PaneProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const known = left.get(name);
  const virtualizer = useVirtualizer<HTMLElement, HTMLLIElement>({
    ...shared(props, known),
    initialOffset: known?.offset ?? 0,
    anchorTo: anchorAt(pane?.scrollTop ?? 0),
    getScrollElement: () => pane,
  });
  useRemembered(name, virtualizer);
  return <Drawn {...props} list={list} virtualizer={virtualizer} margin={0} />;
}

function shared<T extends { id: string }>({ items, estimate }: Props<T>, known?: Known) {
  return {
    count: items.length,
    estimateSize: (index: number) => {
      const item = items[index];
      if (typeof estimate === "number") return estimate;
      return item ? estimate(item) : 0;
    },
    getItemKey: (index: number) => items[index]?.id ?? index,
    overscan: 8,
    initialMeasurementsCache: known?.measured ?? [],
  };
}

/** Whoever is within the list keeps sight of the same rows when some come or go before them; at its top one sees them. */
function anchorAt(offset: number): "start" | "end" {
  return offset > 0 ? "end" : "start";
}

type AnyVirtualizer = Virtualizer<Window, HTMLLIElement> | Virtualizer<HTMLElement, HTMLLIElement>;

function useRemembered(name: string, virtualizer: AnyVirtualizer): void {
  useEffect(
    () => () => {
      left.delete(name); // what is left again is the latest
      left.set(name, {
        measured: virtualizer.takeSnapshot(),
        offset: virtualizer.scrollOffset ?? 0,
      });
      for (const oldest of [...left.keys()].slice(0, -MOST)) left.delete(oldest);
    },
    [name, virtualizer],
  );
}

type DrawnProps<T> = Props<T> & {
  list: RefObject<HTMLUListElement | null>;
  virtualizer: AnyVirtualizer;
  margin: number;
};

function Drawn<T extends { id: string }>(props: DrawnProps<T>) {
  const { label, items, renderRow, onEnd, complete, list, virtualizer, margin } = props;
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  const near = !complete && last >= items.length - 8;
  useEffect(() => {
    if (near) onEnd();
  }, [near, onEnd]);
  return (
    <ul
      ref={list}
      className={styles.list}
      aria-label={label}
      // Sizes that only measuring tells: React sets them by script, which the policy allows.
      style={{ blockSize: virtualizer.getTotalSize() }}
    >
      {shown.map(({ index, key, start }) => {
        const item = items[index];
        return (
          item && (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              data-row={item.id}
              data-last={(complete && index === items.length - 1) || undefined}
              className={styles.item}
              aria-setsize={complete ? items.length : -1}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - margin}px)` }}
            >
              {renderRow(item)}
            </li>
          )
        );
      })}
    </ul>
  );
}
