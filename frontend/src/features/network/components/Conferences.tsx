import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ButtonLink } from "@/components/Button";
import { Faces } from "@/components/Face";
import { Kind } from "@/components/Kind";
import { LiveMark } from "@/components/LiveMark";
import { RollingList } from "@/components/Rolling";
import { Rows } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import type { Conference, Profile } from "@/generated/api";
import { duration } from "@/lib/dates";
import type { Growing } from "@/lib/lists";
import { useNow } from "@/lib/now";
import styles from "./Conferences.module.css";
import { dayAndMonth } from "./day";
import { Who } from "./Who";

const MINUTE = 60_000;

type Props = { person: Profile; list: Growing<Conference> };

/** Those of somebody's conferences that one may see: live, for later, earlier. */
export function Conferences({ person, list }: Props) {
  const { t } = useTranslation();
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
                <Row conference={conference} />
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
          renderRow={(conference) => <Row conference={conference} />}
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
              {t("network.conferences.here", {
                count,
                number: new Intl.NumberFormat(i18n.language).format(count),
              })}
            </span>
          </p>
        )}
      </div>
      <ButtonLink to={`/conference?c=${conference.id}`} look={only ? "filled" : "outlined"}>
        {conference.mine ? t("network.conferences.open") : t("network.join")}
      </ButtonLink>
    </article>
  );
}

function Row({ conference }: { conference: Conference }) {
  const { t, i18n } = useTranslation();
  const now = useNow(MINUTE);
  const { broadcast_at: from, finished_at: until, people_count: count } = conference;
  const [first, ...rest] = from ? dayAndMonth(from, i18n.language, now) : [];
  const took = from && until ? duration(from, until) : null;
  return (
    <div className={`${styles.row} ${from ? "" : styles.undated}`}>
      {from && (
        <time dateTime={from}>
          {first?.type === "day" ? <b>{first.value}</b> : first?.value}
          {rest.map(({ value }) => value).join("")}
        </time>
      )}
      <div className={styles.what}>
        <Link to={`/conference?c=${conference.id}`} className={styles.title}>
          <bdi>{conference.title}</bdi>
        </Link>
        {took && (
          <p className={styles.facts}>
            {(count > 0 || conference.joined) && (
              <>
                <Who conference={conference} />
                {" · "}
              </>
            )}
            <span data-numbers>
              {took.hours > 0
                ? t("network.conferences.hours", {
                    hours: took.hours,
                    minutes: String(took.minutes).padStart(2, "0"),
                  })
                : t("network.conferences.minutes", { minutes: took.minutes })}
            </span>
          </p>
        )}
      </div>
      <Kind of={conference.visibility} />
    </div>
  );
}
