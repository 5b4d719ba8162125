import { useTranslation } from "react-i18next";
import { Hidden } from "@/components/Hidden";
import { Tile } from "@/components/Tile";
import type { Conference } from "@/generated/api";
import { listed } from "@/lib/attendance";
import { isolated } from "@/lib/people";
import type { OnAir } from "../lib/company";
import { useNewcomers } from "../lib/news";
import styles from "./LiveStrip.module.css";

/** Those who are live, beside each other; on a phone they are pushed along. */
export function LiveStrip({ shown }: { shown: readonly OnAir[] }) {
  const { t } = useTranslation();
  if (shown.length === 0) return null;
  return (
    <ul className={styles.strip} aria-label={t("home.live.label")}>
      {shown.map(({ conference, known }) => (
        <li key={conference.id}>
          <Tile conference={conference} known={known} />
        </li>
      ))}
    </ul>
  );
}

/** Says once, politely, that somebody went live. */
export function LiveNews({ live }: { live: readonly Conference[] | undefined }) {
  const { t, i18n } = useTranslation();
  const news = useNewcomers(live);
  const names = [...new Set(news.map(({ speaker }) => isolated(speaker.full_name ?? "")))];
  return (
    <Hidden as="output">
      {names.length > 0 &&
        t("home.live.news", { count: names.length, names: listed(names, i18n.language) })}
    </Hidden>
  );
}
