import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Conference } from "@/generated/api";
import { attendance, lasted } from "@/lib/attendance";
import { timeOfDay } from "@/lib/dates";
import { isolated } from "@/lib/people";
import { conferenceAt } from "@/lib/places";
import { Button } from "./Button";
import styles from "./ConferenceCard.module.css";
import { FaceLink, Faces } from "./Face";
import { Icon } from "./Icon";
import { Kind } from "./Kind";
import { Link } from "./Link";
import { Name } from "./Name";

type Props = {
  conference: Conference;
  /** Who reads this: called "you" where they were there. */
  reader: string;
  onRemove: () => void;
};

/** A broadcast that is over: when and how long beside it; in it who, what, and who came. */
export function ConferenceCard({ conference, reader, onRemove }: Props) {
  const { t, i18n } = useTranslation();
  const { speaker, title, description, broadcast_at: from, finished_at: until } = conference;
  const time = from && timeOfDay(from, i18n.language);
  const what = isolated(title);
  return (
    <div className={styles.item}>
      <div className={styles.when}>
        {from && <time dateTime={from}>{time}</time>}
        {from && until && <small>{lasted(from, until, t)}</small>}
      </div>
      <article className={styles.card}>
        <FaceLink person={speaker} size={44} className={styles.face} />
        <div>
          <div className={styles.who}>
            <span className={styles.name}>
              <Name person={speaker} />
            </span>
            <span className={styles.time} data-numbers>
              {time}
            </span>
            <Kind of={conference.visibility} />
          </div>
          <h3 className={styles.title}>
            <Link to={conferenceAt(conference.id)}>
              <bdi>{title}</bdi>
            </Link>
          </h3>
          {description && (
            <p className={styles.text}>
              <bdi>{description}</bdi>
            </p>
          )}
          <Came conference={conference} reader={reader} />
        </div>
        <div className={styles.do}>
          <Button
            look="quiet"
            size="small"
            square
            aria-label={t("common.card.remove-what", { title: what })}
            title={t("common.card.remove")}
            onClick={onRemove}
          >
            <Icon of={X} />
          </Button>
        </div>
      </article>
    </div>
  );
}

function Came({ conference, reader }: Pick<Props, "conference" | "reader">) {
  const { t, i18n } = useTranslation();
  const who = attendance(conference, reader, t, i18n.language);
  return (
    <div className={styles.came}>
      {conference.people.length > 0 && <Faces people={conference.people} />}
      <span>{who ? t("common.card.came", { who }) : t("common.card.nobody")}</span>
    </div>
  );
}
