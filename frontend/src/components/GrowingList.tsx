import type { ReactNode } from "react";
import type { Growing } from "@/lib/lists";
import { RollingList, RollingPane } from "./Rolling";
import { RowFocus } from "./RowFocus";
import { Trouble } from "./Trouble";

type Props<T> = {
  label: string;
  list: Growing<T>;
  /** How high a row is until it has been seen, in pixels. */
  estimate: number | ((item: T) => number);
  renderRow: (item: T) => ReactNode;
  /** The shape of what is on its way. */
  waiting: ReactNode;
  /** The same for more of it. */
  more: ReactNode;
  /** What is there when there is nothing. */
  empty: ReactNode;
  /** What it scrolls in, where that is not the window, and the name under which its place is remembered. */
  pane?: { pane: HTMLElement | null; name: string } | undefined;
  /** The class of what is no row. */
  inset?: string | undefined;
};

/** A list that grows as one scrolls, whatever has become of it: coming, refused, empty, there. */
export function GrowingList<T extends { id: string }>(props: Props<T>) {
  const { list, inset } = props;
  return (
    <RowFocus rows={list.items?.map(({ id }) => id) ?? []}>
      <Rows {...props} />
      {list.items && list.growing && <div className={inset}>{props.more}</div>}
      {list.items && list.error && <Failed list={list} inset={inset} />}
    </RowFocus>
  );
}

function Rows<T extends { id: string }>(props: Props<T>) {
  const { label, list, estimate, renderRow, pane, inset } = props;
  const { items, complete, former } = list;
  if (!items && list.error) return <Failed list={list} inset={inset} />;
  // What was asked for before may have been nothing; that says nothing of what is asked for now.
  if (!items || (former && items.length === 0)) return <div className={inset}>{props.waiting}</div>;
  if (items.length === 0 && complete) return <div className={inset}>{props.empty}</div>;
  const rows = { label, items, estimate, renderRow, complete, onEnd: list.grow };
  return pane ? <RollingPane {...rows} {...pane} /> : <RollingList {...rows} />;
}

type FailedProps = { list: Pick<Growing<unknown>, "error" | "retry">; inset: string | undefined };

function Failed({ list, inset }: FailedProps) {
  return (
    <div className={inset}>
      <Trouble error={list.error} onRetry={list.retry} />
    </div>
  );
}
