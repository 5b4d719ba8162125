import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import styles from "./Panels.module.css";

export type Panel = {
  id: string;
  label: string;
  count?: string | undefined;
  /** The count is of what is new. */
  fresh?: boolean;
  content: ReactNode;
};

type Props = {
  label: string;
  panels: readonly Panel[];
  current: string;
  onCurrent: (id: string) => void;
};

/** Parts of a page of which one is seen at a time, without an address of their own. */
export function Panels({ label, panels, current, onCurrent }: Props) {
  return (
    <Base.Root className={styles.root} value={current} onValueChange={onCurrent}>
      <Base.List className={styles.list} aria-label={label}>
        {panels.map(({ id, label: words, count, fresh }) => (
          <Base.Tab key={id} value={id} className={styles.tab}>
            {words}
            {count && (
              <span className={fresh ? styles.fresh : styles.count} data-numbers>
                {count}
              </span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      {panels.map(({ id, content }) => (
        <Base.Panel key={id} value={id} className={styles.panel}>
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
