import { useTranslation } from "react-i18next";
import type { Conference } from "@/generated/api";
import { attendance, lasted } from "@/lib/attendance";
import { shortDay } from "@/lib/dates";
import { useMinute } from "@/lib/now";
import { conferenceAt } from "@/lib/places";
import styles from "./ConferenceRow.module.css";
import { Kind } from "./Kind";
import { RowLink } from "./Row";

type Props = {
  conference: Conference;
  /** Who reads this: called "you" where they were there. */
  reader: string;
};

/** A conference in a list of a person's: its day, its title, who came and for how long. */
export function ConferenceRow({ conference, reader }: Props) {
  const { broadcast_at: at } = conference;
  return (
    <div className={`${styles.row} ${at ? "" : styles.undated}`}>
      {at && <Day at={at} />}
      <div className={styles.what}>
        <h3 className={styles.title}>
          <RowLink to={conferenceAt(conference.id)}>
            <bdi>{conference.title}</bdi>
          </RowLink>
        </h3>
        <p className={styles.facts}>
          <Facts conference={conference} reader={reader} />
        </p>
      </div>
      <Kind of={conference.visibility} />
    </div>
  );
}

function Day({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const now = useMinute();
  const { day, rest } = shortDay(at, i18n.language, now);
  return (
    <time dateTime={at} className={styles.day}>
      <span className={styles.number}>{day}</span> {rest}
    </time>
  );
}

function Facts({ conference, reader }: Props) {
  const { t, i18n } = useTranslation();
  const { state, broadcast_at: from, finished_at: until } = conference;
  if (state === "created") return t("common.card.later");
  const who = attendance(conference, reader, t, i18n.language) || t("common.card.nobody");
  return from && until ? `${who} · ${lasted(from, until, t)}` : who;
}
