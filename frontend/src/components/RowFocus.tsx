import { type FocusEvent, type ReactNode, useLayoutEffect, useRef } from "react";

const REACHABLE = "a[href], button:not(:disabled), input, select, textarea";

type Place = {
  control: Element;
  /** The name of the row that it is in. */
  row: string;
  /** Which one of the row's it is, counted from the end, where what one can do stands. */
  fromEnd: number;
};

type Props = {
  /** The names of the rows, each an element with that as `data-row`. */
  rows: readonly string[];
  children: ReactNode;
};

/**
 * Around rows that one acts upon: when what had the keyboard goes with its row, the neighbour has it, or the heading
 * where there is none. It stays when the last row has gone.
 */
export function RowFocus({ rows, children }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const place = useRef<Place>(null);
  const before = useRef(rows);
  useLayoutEffect(() => {
    const was = before.current;
    before.current = rows;
    const left = place.current;
    if (!left || left.control.isConnected || document.activeElement !== document.body) return;
    const near = rows.includes(left.row) ? [left.row] : neighbours(was, left.row);
    const next = near.map((row) => controlIn(root.current, row, left.fromEnd)).find(Boolean);
    // A row that is out of sight has taken it along, and nobody acted.
    if (next) next.focus({ preventScroll: true });
    else if (!rows.includes(left.row)) headingOf(root.current)?.focus({ preventScroll: true });
  });
  const note = ({ target }: FocusEvent) => {
    const row = target.closest<HTMLElement>("[data-row]");
    const name = row?.dataset["row"];
    // What a row opens elsewhere, as a menu, comes by here as well.
    if (!row || name === undefined || !root.current?.contains(row)) return;
    const controls = controlsIn(row);
    const fromEnd = controls.length - controls.findIndex((control) => control === target);
    place.current = { control: target, row: name, fromEnd };
  };
  const forget = ({ relatedTarget }: FocusEvent) => {
    if (!relatedTarget && document.hasFocus()) place.current = null;
  };
  return (
    <div ref={root} onFocus={note} onBlur={forget}>
      {children}
    </div>
  );
}

/** The rows that came after one, then those before it, the nearest first. */
function neighbours(rows: readonly string[], row: string): string[] {
  const here = rows.indexOf(row);
  return [...rows.slice(here + 1), ...rows.slice(0, Math.max(0, here)).toReversed()];
}

function controlsIn(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(REACHABLE)].filter(
    (control) => control.tabIndex >= 0 && control.checkVisibility(),
  );
}

function controlIn(root: Element | null, row: string, fromEnd: number): HTMLElement | undefined {
  const found = root?.querySelector(`[data-row="${CSS.escape(row)}"]`);
  const controls = found ? controlsIn(found) : [];
  return controls.at(-fromEnd) ?? controls[0];
}

/** The heading that one sees of the part that the rows are in. */
function headingOf(root: Element | null): HTMLElement | undefined {
  const part = root?.closest("section, main");
  const headings = [...(part?.querySelectorAll<HTMLElement>("h1, h2") ?? [])];
  const heading = headings.find((one) => one.checkVisibility());
  if (heading) heading.tabIndex = -1;
  return heading;
}
