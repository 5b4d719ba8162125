import { useTranslation } from "react-i18next";
import type { Conference, Person } from "@/generated/api";
import { company } from "@/lib/attendance";
import { figures } from "@/lib/numbers";
import { isolated } from "@/lib/people";
import { joining } from "@/lib/places";
import { ButtonLink } from "./Button";
import { FaceLink, Faces } from "./Face";
import { LiveMark } from "./LiveMark";
import styles from "./Tile.module.css";

const FACES = 3;

type Props = {
  conference: Conference;
  /** Whom one knows of those who are there. */
  known: readonly Person[];
};

/** Somebody who is live: the face with the mark, the name, the title, who is there, and the way in. */
export function Tile({ conference, known }: Props) {
  const { t } = useTranslation();
  const { speaker } = conference;
  const name = speaker.full_name ?? "";
  return (
    <article className={styles.tile}>
      <div className={styles.head}>
        <FaceLink person={speaker} size={64} ring="live" className={styles.face} />
        <LiveMark since={conference.broadcast_at} />
      </div>
      <h2 className={styles.name}>
        <bdi>{name}</bdi>
      </h2>
      <p className={styles.title}>
        <bdi>{conference.title}</bdi>
      </p>
      <div className={styles.foot}>
        <Here conference={conference} known={known} />
        <ButtonLink
          {...joining(conference.id)}
          size="small"
          aria-label={t("common.card.join-whom", { name: isolated(name) })}
        >
          {t("common.card.join")}
        </ButtonLink>
      </div>
    </article>
  );
}

/** Who is there now, whom one knows first and by name. */
function Here({ conference, known }: Props) {
  const { t, i18n } = useTranslation();
  const { people, people_count: count } = conference;
  const faces = [...known, ...people.filter(({ id }) => known.every((one) => one.id !== id))];
  const number = figures(count, i18n.language);
  return (
    <span className={styles.here}>
      {faces.length > 0 && <Faces people={faces.slice(0, FACES)} />}
      <span data-numbers>
        {known.length > 0
          ? company(known, count, t, i18n.language)
          : count > 0
            ? t("common.card.here", { count, number })
            : t("common.card.nobody-here")}
      </span>
    </span>
  );
}
