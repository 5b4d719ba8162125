import { useTranslation } from "react-i18next";
import { ConferenceCard } from "@/components/ConferenceCard";
import { RollingList } from "@/components/Rolling";
import type { Conference } from "@/generated/api";
import { capital, longDay, nearDay } from "@/lib/dates";
import { useMe } from "@/lib/me";
import { useMinute } from "@/lib/now";
import { byDay, type Entry } from "../lib/days";
import styles from "./Days.module.css";

const HEIGHTS = { day: 75, broadcast: 186 } as const; // pixels, about

type Props = {
  broadcasts: readonly Conference[];
  onRemove: (conference: Conference) => void;
  onEnd: () => void;
  complete: boolean;
};

/** Broadcasts that are over, under the days on which they were. */
export function Days({ broadcasts, onRemove, onEnd, complete }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <RollingList
      label={t("home.earlier")}
      items={byDay(broadcasts)}
      estimate={(entry: Entry) => HEIGHTS[entry.kind]}
      onEnd={onEnd}
      complete={complete}
      renderRow={(entry) =>
        entry.kind === "day" ? (
          <Day {...entry} />
        ) : (
          <div className={styles.broadcast}>
            <ConferenceCard
              conference={entry.conference}
              reader={me.id}
              onRemove={() => onRemove(entry.conference)}
            />
          </div>
        )
      }
    />
  );
}

function Day({ at, first }: { at: string; first: boolean }) {
  const { i18n } = useTranslation();
  const now = useMinute();
  const near = nearDay(at, i18n.language, now);
  const date = longDay(at, i18n.language, now);
  return (
    <div className={`${styles.day} ${first ? styles.first : ""}`}>
      <h2 className={styles.heading}>
        {near ?? capital(date, i18n.language)}
        {near && <span className={styles.date}>{date}</span>}
      </h2>
    </div>
  );
}
