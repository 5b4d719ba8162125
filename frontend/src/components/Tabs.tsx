import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./Tabs.module.css";

export type TabLink = { to: string; label: ReactNode; count?: number | undefined };

type Props = { label: string; tabs: readonly TabLink[]; current: string };

/** Parts of a page with an address each, so that going back leads back. */
export function Tabs({ label, tabs, current }: Props) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          replace
          className={styles.tab}
          aria-current={tab.to === current ? "page" : undefined}
        >
          {tab.label}
          {Boolean(tab.count) && (
            <span className={styles.count} data-numbers>
              {tab.count}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
