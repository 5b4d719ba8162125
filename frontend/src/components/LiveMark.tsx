import { useTranslation } from "react-i18next";
import { runningTime } from "@/lib/dates";
import { useNow } from "@/lib/now";
import styles from "./LiveMark.module.css";

type Props = { since: string | null };

/** The only loud thing: that somebody is live, and for how long. */
export function LiveMark({ since }: Props) {
  const { t } = useTranslation();
  const now = useNow(1000);
  return (
    <span className={styles.mark}>
      <span>{t("common.live.mark")}</span>
      {since && (
        <span className={styles.time} aria-hidden>
          {runningTime(since, now)}
        </span>
      )}
    </span>
  );
}

/** A hollow lamp: what could go live. */
export function Lamp({ large = false }: { large?: boolean }) {
  return <span className={`${styles.lamp} ${large ? styles.large : ""}`} aria-hidden />;
}
