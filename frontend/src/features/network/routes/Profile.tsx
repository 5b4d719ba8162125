import { useQuery } from "@tanstack/react-query";
import { Link, MapPin } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { useDeclining } from "@/components/Answering";
import { ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { Trouble } from "@/components/Trouble";
import type { Conference, Profile as Person } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { useGrowing } from "@/lib/lists";
import { useMe } from "@/lib/me";
import { isId } from "@/lib/places";
import { profileQuery } from "@/lib/profile";
import { useStillThere } from "@/lib/still-there";
import { useTitle } from "@/lib/title";
import { conferencesQuery } from "../api/conferences";
import { Conferences } from "../components/Conferences";
import { ProfileActions } from "../components/ProfileActions";
import { ProfileSkeleton } from "../components/ProfileSkeleton";
import { useStandingAtLength } from "../components/relation";
import styles from "./Profile.module.css";

export default function Profile() {
  const me = useMe();
  const [search] = useSearchParams();
  const id = search.get("u") ?? me.id;
  return <Shown key={id} id={id} />;
}

function Shown({ id }: { id: string }) {
  const { t } = useTranslation();
  const known = isId(id);
  const { data: person, error, refetch } = useQuery({ ...profileQuery(id), enabled: known });
  const conferences = useGrowing(conferencesQuery(id), {
    enabled: known && (person === undefined || person.state === "active"),
  });
  const missing = !known || (error instanceof Refusal && error.status === 404);
  useTitle(missing ? t("common.missing.title") : person?.full_name);
  if (missing) {
    return (
      <Empty
        title={t("common.missing.title")}
        actions={
          <ButtonLink to="/search" look="filled" size="large">
            {t("nav.find")}
          </ButtonLink>
        }
      >
        {t("common.missing.text")}
      </Empty>
    );
  }
  if (!person) {
    return error ? (
      <Trouble error={error} onRetry={() => void refetch()} />
    ) : (
      <ProfileSkeleton label={t("network.loading")} />
    );
  }
  const live = conferences.items?.find(({ state }) => state === "live");
  return (
    <div className={styles.page}>
      <About person={person} live={live} />
      <section className={styles.main}>
        {person.state === "suspended" ? (
          <p className={styles.note}>{t("moderation.suspended.text")}</p>
        ) : (
          <Conferences person={person} list={conferences} />
        )}
      </section>
    </div>
  );
}

function About({ person, live }: { person: Person; live: Conference | undefined }) {
  const navigate = useNavigate();
  const isStillThere = useStillThere();
  const declining = useDeclining()(person.id);
  const standing = useStandingAtLength(person);
  const relation = person.standing === "itself" || declining ? undefined : standing;
  return (
    <section className={styles.person}>
      <div className={styles.identity}>
        <span className={styles.wide}>
          <Face person={person} size={124} ring={live && "live"} />
        </span>
        <span className={styles.narrow}>
          <Face person={person} size={76} ring={live && "live"} />
        </span>
        <div className={styles.words}>
          <h1 className={styles.name}>
            <bdi>{person.full_name}</bdi>
          </h1>
          {person.bio && (
            <p className={styles.bio}>
              <bdi>{person.bio}</bdi>
            </p>
          )}
        </div>
      </div>
      {(person.location || person.website || relation) && (
        <ul className={styles.facts}>
          {person.location && (
            <li>
              <Icon of={MapPin} small />
              <bdi>{person.location}</bdi>
            </li>
          )}
          {person.website && (
            <li>
              <Icon of={Link} small />
              <a
                href={person.website}
                className={styles.link}
                target="_blank"
                rel="noopener noreferrer nofollow"
              >
                <bdi>{briefAddress(person.website)}</bdi>
              </a>
            </li>
          )}
          {relation && (
            <li>
              {relation.icon && <Icon of={relation.icon} small />}
              {relation.words}
            </li>
          )}
        </ul>
      )}
      <ProfileActions
        person={person}
        onBlocked={() => {
          if (isStillThere()) void navigate("/connections");
        }}
      />
    </section>
  );
}

/** An address as one would say it: without the scheme, and without a slash at its end. */
function briefAddress(address: string): string {
  return address.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
}
