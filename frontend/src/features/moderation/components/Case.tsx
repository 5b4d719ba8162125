import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Name } from "@/components/Name";
import type { Evidence, Person } from "@/generated/api";
import { useWhen } from "@/lib/when";
import styles from "./ReportCard.module.css";

/** Somebody in a sentence about a case. */
export function Who({ person }: { person: Person | null }) {
  const { t } = useTranslation();
  return (
    <b className={styles.name}>
      {person?.full_name ? <Name person={person} /> : t("moderation.somebody")}
    </b>
  );
}

/** Until when a suspension lasts, behind what else is said of it. */
export function Lasting({ until }: { until: string | null }) {
  const { t } = useTranslation();
  const when = useWhen();
  const end = until ? t("deciding.until", { when: when(until) }) : t("deciding.for-good");
  return <> · {end}</>;
}

type ShownProps = {
  /** The report that keeps it. */
  report: string;
  evidence: Evidence | null;
};

/** What was there when it was reported, as long as it is kept. */
export function Shown({ report, evidence }: ShownProps) {
  const { t } = useTranslation();
  if (!evidence) return <p className={styles.expired}>{t("moderation.expired")}</p>;
  const texts: [string, ReactNode][] = [
    ["name", <bdi key="name">{evidence.name}</bdi>],
    ["title", evidence.title],
    ["text", evidence.text],
  ];
  return (
    <figure className={styles.evidence}>
      <figcaption className={styles.caption}>{t("moderation.evidence")}</figcaption>
      {evidence.picture && (
        <img
          className={styles.picture}
          src={`/api/moderation/reports/${report}/picture`}
          alt={t("deciding.picture")}
          width={96}
          height={96}
          loading="lazy"
        />
      )}
      {texts.map(
        ([kind, words]) =>
          words && (
            <p key={kind} className={styles[kind]} dir="auto">
              {words}
            </p>
          ),
      )}
    </figure>
  );
}

/** What somebody said, under what it is. */
export function Words({ title, children }: { title: string; children: string }) {
  return (
    <figure className={styles.evidence}>
      <figcaption className={styles.caption}>{title}</figcaption>
      <p className={styles.text} dir="auto">
        {children}
      </p>
    </figure>
  );
}
