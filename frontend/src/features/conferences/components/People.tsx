import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { Link } from "@/components/Link";
import { Rows } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import type { Conference, Member, Person } from "@/generated/api";
import { howLong } from "@/lib/attendance";
import { useMe } from "@/lib/me";
import { figures } from "@/lib/numbers";
import { profileOf } from "@/lib/places";
import { membersIn, useMembers, useOtherCount } from "../lib/others";
import styles from "./People.module.css";

/** Who else is there, with the speaker first; or, once it is over, who came. */
export function People({ conference }: { conference: Conference }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const members = useMembers(conference);
  const others = useOtherCount(conference);
  const live = conference.state === "live";
  const all = membersIn(members.data).filter(
    ({ person, present }) => !(live && present && person.id === me.id),
  );
  const speaks = live && !conference.mine;
  const count = others + (speaks ? 1 : 0);
  return (
    <section className={styles.panel}>
      <h2 className={styles.title}>
        {t(live ? "conference.people.here" : "conference.people.came")}{" "}
        <span className={styles.count} data-numbers>
          {figures(count, i18n.language)}
        </span>
      </h2>
      {members.isPending && <Rows count={3} label={t("conference.people.loading")} />}
      {members.error && <Trouble error={members.error} onRetry={() => void members.refetch()} />}
      {members.data && (
        <ul className={styles.list}>
          {speaks && <Item person={conference.speaker} speaker />}
          {sorted(all, live).map((member, index) => (
            <Item
              key={member.person.id ?? index}
              person={member.person}
              away={live && !member.present}
              attended={member.attended_seconds}
            />
          ))}
        </ul>
      )}
      {members.data && all.length === 0 && (
        <p className={styles.nobody}>
          {t(live ? "conference.people.nobody-yet" : "common.card.nobody")}
        </p>
      )}
      {members.hasNextPage && (
        <Button
          look="quiet"
          size="small"
          busy={members.isFetchingNextPage}
          onClick={() => void members.fetchNextPage()}
        >
          {t("common.more")}
        </Button>
      )}
    </section>
  );
}

/** Those who are there before those who were, each in the order of joining. */
function sorted(members: readonly Member[], live: boolean): readonly Member[] {
  if (!live) return members;
  return members.toSorted((one, other) => Number(other.present) - Number(one.present));
}

type ItemProps = {
  person: Person;
  speaker?: boolean;
  away?: boolean;
  /** For how many seconds, where one is told. */
  attended?: number | null;
};

function Item({ person, speaker = false, away = false, attended = null }: ItemProps) {
  const { t } = useTranslation();
  const me = useMe();
  const name = person.full_name ?? t("conference.people.gone");
  return (
    <li className={styles.person}>
      <Face person={person} size={32} />
      {person.id === me.id ? (
        <span className={styles.name}>{t("common.people.you")}</span>
      ) : person.id ? (
        <Link to={profileOf(person.id)} className={styles.name}>
          <bdi>{name}</bdi>
        </Link>
      ) : (
        <bdi className={styles.name}>{name}</bdi>
      )}
      {speaker && <span className={styles.role}>{t("conference.people.speaker")}</span>}
      {away && <span className={styles.away}>{t("conference.people.left")}</span>}
      {attended !== null && (
        <span className={styles.attended} data-numbers>
          {howLong(attended, t)}
        </span>
      )}
    </li>
  );
}
