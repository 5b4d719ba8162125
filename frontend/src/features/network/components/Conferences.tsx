import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/Button";
import { ConferenceRow } from "@/components/ConferenceRow";
import { Faces } from "@/components/Face";
import { Kind } from "@/components/Kind";
import { LiveMark } from "@/components/LiveMark";
import { RollingList } from "@/components/Rolling";
import { Rows } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
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
  if (!list.items) {
    return list.error ? (
      <Trouble error={list.error} onRetry={list.retry} />
    ) : (
      <Rows count={5} label={t("network.loading")} />
    );
  }
  const live = list.items.filter(({ state }) => state === "live");
  const later = list.items.filter(({ state }) => state === "created");
  const earlier = list.items.filter(({ state }) => state === "finished");
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
      <h2 className={styles.heading}>{t("network.conferences.earlier")}</h2>
      {earlier.length === 0 && list.complete ? (
        <p className={styles.none}>
          {person.standing === "itself"
            ? t("network.conferences.mine")
            : t("network.conferences.none", { name: person.full_name })}
        </p>
      ) : (
        <RollingList
          label={t("network.conferences.earlier")}
          items={earlier}
          estimate={77}
          complete={list.complete}
          onEnd={list.grow}
          renderRow={(conference) => <ConferenceRow conference={conference} reader={me.id} />}
        />
      )}
      {list.growing && <Rows count={2} label={t("network.loading")} />}
      {list.error && <Trouble error={list.error} onRetry={list.retry} />}
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
        {conference.mine ? t("network.conferences.open") : t("network.join")}
      </ButtonLink>
    </article>
  );
}
