import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { figures } from "@/lib/numbers";
import { Link } from "./Link";
import styles from "./Tabs.module.css";

export type TabLink = { to: string; label: ReactNode; count?: number | undefined };

type Props = { label: string; tabs: readonly TabLink[]; current: string };

/** Parts of a page with an address each, so that going back leads back. */
export function Tabs({ label, tabs, current }: Props) {
  const { i18n } = useTranslation();
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
          {tab.count !== undefined && tab.count > 0 && (
            <span className={styles.count} data-numbers>
              {figures(tab.count, i18n.language)}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
