import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
import { WordsDialog } from "@/components/WordsDialog";
import type { Decision, Report } from "@/generated/api";
import { useSubmission } from "@/lib/form";
import { useMe } from "@/lib/me";
import { figures } from "@/lib/numbers";
import { useWhen } from "@/lib/when";
import { decide, refreshReports } from "../api/reports";
import { Lasting, Shown, Who, Words } from "./Case";
import styles from "./ReportCard.module.css";

/** A report with its evidence, and the decision: what it is, or those that one can make. */
export function ReportCard({ report }: { report: Report }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const when = useWhen();
  return (
    <article className={styles.card}>
      <Face person={report.reporter} size={44} />
      <div className={styles.body}>
        <h2 className={styles.about}>
          <Trans
            t={t}
            i18nKey={
              report.subject === "account" && report.conference
                ? "deciding.met"
                : `moderation.about.${report.subject}`
            }
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
        <Shown report={report.id} evidence={report.evidence} />
        {report.others_open > 0 && (
          <p className={styles.others}>
            {t("deciding.others", {
              count: report.others_open,
              number: figures(report.others_open, i18n.language),
            })}
          </p>
        )}
        {report.decision ? (
          <>
            <p className={styles.decision}>
              <Trans
                t={t}
                i18nKey={`moderation.decision.${report.decision}`}
                values={{ when: report.decided_at ? when(report.decided_at) : "" }}
                components={{ by: <Who person={report.decided_by} /> }}
              />
              {report.decision === "suspend" && report.words && <Lasting until={report.until} />}
            </p>
            {report.words && <Words title={t("deciding.told")}>{report.words}</Words>}
          </>
        ) : report.accused.id === me.id ? (
          <p className={styles.decision}>{t("moderation.yourself")}</p>
        ) : (
          <Decisions report={report} />
        )}
      </div>
    </article>
  );
}

function Decisions({ report }: { report: Report }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const [asking, setAsking] = useState<"warn" | "suspend" | null>(null);
  const name = report.accused.full_name ?? t("moderation.somebody");
  const close = () => setAsking(null);
  const said = (decision: Decision) => say(t(`moderation.said.${decision}`, { name }));
  const refusals = {
    "already-resolved": t("moderation.already"),
    "own-account": t("moderation.yourself"),
  };
  const { submit, busy, trouble } = useSubmission({
    send: (decision: "dismiss") => decide(client, report.id, { decision }),
    done: (_, decision) => said(decision),
    words: refusals,
  });
  return (
    <>
      <FormTrouble words={trouble} />
      <div className={styles.actions}>
        <Button size="small" busy={busy} onClick={() => submit("dismiss")}>
          {t("moderation.dismiss")}
        </Button>
        <Button size="small" aria-haspopup="dialog" onClick={() => setAsking("warn")}>
          {t("moderation.warn")}
        </Button>
        <Button
          look="danger"
          size="small"
          aria-haspopup="dialog"
          onClick={() => setAsking("suspend")}
        >
          {t("moderation.suspend.action")}
        </Button>
        {trouble && (
          <Button look="quiet" size="small" onClick={() => void refreshReports(client)}>
            {t("problem.retry")}
          </Button>
        )}
      </div>
      <WordsDialog
        open={asking === "warn"}
        onClose={close}
        title={t("deciding.warn-title", { name })}
        text={t("deciding.warn-text", { name })}
        name={name}
        action={t("moderation.warn")}
        send={({ words }) => decide(client, report.id, { decision: "warn", words })}
        done={() => said("warn")}
        refusals={refusals}
      />
      <WordsDialog
        open={asking === "suspend"}
        onClose={close}
        title={t("moderation.suspend.title", { name })}
        text={t("moderation.suspend.text")}
        name={name}
        action={t("moderation.suspend.action")}
        look="danger-filled"
        lasting
        send={(verdict) => decide(client, report.id, { decision: "suspend", ...verdict })}
        done={() => said("suspend")}
        refusals={refusals}
      />
    </>
  );
}
