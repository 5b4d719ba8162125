import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/Button";
import { ConferenceRow } from "@/components/ConferenceRow";
import { Faces } from "@/components/Face";
import { GrowingList } from "@/components/GrowingList";
import { Kind } from "@/components/Kind";
import { LiveMark } from "@/components/LiveMark";
import { Rows } from "@/components/Skeleton";
import type { Conference, Profile } from "@/generated/api";
import type { Growing } from "@/lib/lists";
import { useMe } from "@/lib/me";
import { figures } from "@/lib/numbers";
import { conferenceAt, joining } from "@/lib/places";
import styles from "./Conferences.module.css";

type Props = { person: Profile; list: Growing<Conference> };

/** Those of somebody's conferences that one may see: live, for later, earlier. */
export function Conferences({ person, list }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const known = list.items ?? [];
  const live = known.filter(({ state }) => state === "live");
  const later = known.filter(({ state }) => state === "created");
  const earlier = list.items?.filter(({ state }) => state === "finished");
  return (
    <>
      {live.map((conference) => (
        <Live key={conference.id} conference={conference} only={live.length === 1} />
      ))}
      {later.length > 0 && (
        <>
          <h2 className={styles.heading}>{t("network.conferences.later")}</h2>
          <ul className={styles.later}>
            {later.map((conference) => (
              <li key={conference.id}>
                <ConferenceRow conference={conference} reader={me.id} />
              </li>
            ))}
          </ul>
        </>
      )}
      {earlier && <h2 className={styles.heading}>{t("network.conferences.earlier")}</h2>}
      <GrowingList
        label={t("network.conferences.earlier")}
        list={{ ...list, items: earlier }}
        estimate={77}
        renderRow={(conference) => <ConferenceRow conference={conference} reader={me.id} />}
        waiting={<Rows count={5} label={t("network.loading")} />}
        more={<Rows count={2} label={t("network.loading")} />}
        empty={
          <p className={styles.none}>
            {person.standing === "itself"
              ? t("network.conferences.mine")
              : t("network.conferences.none", { name: person.full_name })}
          </p>
        }
      />
    </>
  );
}

function Live({ conference, only }: { conference: Conference; only: boolean }) {
  const { t, i18n } = useTranslation();
  const count = conference.people_count;
  return (
    <article className={styles.now}>
      <div className={styles.grow}>
        <p className={styles.marks}>
          <LiveMark since={conference.broadcast_at} />
          <Kind of={conference.visibility} />
        </p>
        <h2 className={styles.live}>
          <bdi>{conference.title}</bdi>
        </h2>
        {conference.description && (
          <p className={styles.description}>
            <bdi>{conference.description}</bdi>
          </p>
        )}
        {count > 0 && (
          <p className={styles.here}>
            <Faces people={conference.people.slice(0, 3)} />
            <span data-numbers>
              {t("common.card.here", { count, number: figures(count, i18n.language) })}
            </span>
          </p>
        )}
      </div>
      <ButtonLink
        {...(conference.mine ? { to: conferenceAt(conference.id) } : joining(conference.id))}
        look={only ? "filled" : "outlined"}
      >
        {conference.mine ? t("network.conferences.open") : t("common.card.join")}
      </ButtonLink>
    </article>
  );
}
