import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { RowFocus } from "@/components/RowFocus";
import { Trouble } from "@/components/Trouble";
import type { Growing } from "@/lib/lists";
import styles from "./List.module.css";

type Props<T> = {
  list: Growing<T>;
  /** The class of a row. */
  row: string | undefined;
  renderRow: (item: T) => ReactNode;
  /** The shape of what is on its way. */
  waiting: ReactNode;
  /** What is there when there is nothing. */
  empty: ReactNode;
  /** What one can do about all of them. */
  all?: ReactNode;
};

/** A list that is seldom long: more of it comes when asked for. */
export function ShortList<T extends { id: string }>({ list, ...props }: Props<T>) {
  return (
    <RowFocus rows={list.items?.map(({ id }) => id) ?? []}>
      {list.items && <Rows {...props} items={list.items} />}
      {list.error ? (
        <Trouble error={list.error} onRetry={list.retry} />
      ) : (
        !list.items && props.waiting
      )}
      <Below list={list}>{props.all}</Below>
    </RowFocus>
  );
}

type RowsProps<T> = Omit<Props<T>, "list"> & { items: readonly T[] };

function Rows<T extends { id: string }>({ items, row, renderRow, empty }: RowsProps<T>) {
  if (items.length === 0) return empty;
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id} data-row={item.id} className={row}>
          {renderRow(item)}
        </li>
      ))}
    </ul>
  );
}

type BelowProps = {
  list: Pick<Growing<unknown>, "items" | "complete" | "grow" | "growing">;
  children: ReactNode;
};

function Below({ list, children }: BelowProps) {
  const { t } = useTranslation();
  if (!list.items || (list.complete && !children)) return null;
  return (
    <div className={styles.below}>
      {!list.complete && (
        <Button size="small" busy={list.growing} onClick={list.grow}>
          {t("common.more")}
        </Button>
      )}
      {children}
    </div>
  );
}
