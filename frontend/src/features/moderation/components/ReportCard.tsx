import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Confirm } from "@/components/Confirm";
import { Face } from "@/components/Face";
import { Name } from "@/components/Name";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
import type { Decision, Evidence, Person, Report } from "@/generated/api";
import { useSubmission } from "@/lib/form";
import { useMe } from "@/lib/me";
import { useWhen } from "@/lib/when";
import { decide, refreshReports } from "../api/reports";
import styles from "./ReportCard.module.css";

/** A report with its evidence, and the decision: what it is, or those that one can make. */
export function ReportCard({ report }: { report: Report }) {
  const { t } = useTranslation();
  const me = useMe();
  const when = useWhen();
  return (
    <article className={styles.card}>
      <Face person={report.reporter} size={44} />
      <div className={styles.body}>
        <h2 className={styles.about}>
          <Trans
            t={t}
            i18nKey={`moderation.about.${report.subject}`}
            components={{
              reporter: <Who person={report.reporter} />,
              accused: <Who person={report.accused} />,
            }}
          />
        </h2>
        <time dateTime={report.created_at} className={styles.time}>
          {when(report.created_at)}
        </time>
        <p className={styles.reason} dir="auto">
          {report.reason}
        </p>
        {report.evidence ? (
          <Shown evidence={report.evidence} />
        ) : (
          <p className={styles.expired}>{t("moderation.expired")}</p>
        )}
        {report.decision ? (
          <p className={styles.decision}>
            <Trans
              t={t}
              i18nKey={`moderation.decision.${report.decision}`}
              values={{ when: report.decided_at ? when(report.decided_at) : "" }}
              components={{ by: <Who person={report.decided_by} /> }}
            />
          </p>
        ) : report.accused.id === me.id ? (
          <p className={styles.decision}>{t("moderation.yourself")}</p>
        ) : (
          <Decisions report={report} />
        )}
      </div>
    </article>
  );
}

function Who({ person }: { person: Person | null }) {
  const { t } = useTranslation();
  return (
    <b className={styles.name}>
      {person?.full_name ? <Name person={person} /> : t("moderation.somebody")}
    </b>
  );
}

function Shown({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation();
  const texts: [string, ReactNode][] = [
    ["name", <bdi key="name">{evidence.name}</bdi>],
    ["title", evidence.title],
    ["text", evidence.text],
  ];
  return (
    <figure className={styles.evidence}>
      <figcaption className={styles.caption}>{t("moderation.evidence")}</figcaption>
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

function Decisions({ report }: { report: Report }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const name = report.accused.full_name ?? t("moderation.somebody");
  const said = (decision: Decision) => say(t(`moderation.said.${decision}`, { name }));
  const { submit, busy, trouble } = useSubmission({
    send: (decision: Decision) => decide(client, report.id, decision),
    done: (_, decision) => said(decision),
    words: {
      "already-resolved": t("moderation.already"),
      "own-account": t("moderation.yourself"),
    },
  });
  return (
    <>
      <FormTrouble words={trouble} />
      <div className={styles.actions}>
        <Button size="small" busy={busy} onClick={() => submit("dismiss")}>
          {t("moderation.dismiss")}
        </Button>
        <Button size="small" busy={busy} onClick={() => submit("warn")}>
          {t("moderation.warn")}
        </Button>
        <Button look="danger" size="small" busy={busy} onClick={() => setAsking(true)}>
          {t("moderation.suspend.action")}
        </Button>
        {trouble && (
          <Button look="quiet" size="small" onClick={() => void refreshReports(client)}>
            {t("problem.retry")}
          </Button>
        )}
      </div>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t("moderation.suspend.title", { name })}
        action={t("moderation.suspend.action")}
        run={() => decide(client, report.id, "suspend")}
        done={() => said("suspend")}
      >
        {t("moderation.suspend.text")}
      </Confirm>
    </>
  );
}
