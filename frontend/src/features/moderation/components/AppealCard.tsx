import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { useSay } from "@/components/Toasts";
import { WordsDialog } from "@/components/WordsDialog";
import type { Appeal, Outcome } from "@/generated/api";
import { useMe } from "@/lib/me";
import { useWhen } from "@/lib/when";
import { settle } from "../api/appeals";
import { Lasting, Shown, Who, Words } from "./Case";
import styles from "./ReportCard.module.css";

/** An appeal with the decision, what it was about, and the answer: what it is, or those that one can give. */
export function AppealCard({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  const me = useMe();
  const when = useWhen();
  const decided = appeal.decision === "suspend" ? "suspend" : "warn";
  return (
    <article className={styles.card}>
      <Face person={appeal.account} size={44} />
      <div className={styles.body}>
        <h2 className={styles.about}>
          <Trans
            t={t}
            i18nKey={`deciding.pleads.${decided}`}
            components={{ person: <Who person={appeal.account} /> }}
          />
        </h2>
        <time dateTime={appeal.appealed_at} className={styles.time}>
          {when(appeal.appealed_at)}
        </time>
        <p className={styles.reason} dir="auto">
          {appeal.text}
        </p>
        <p className={styles.decision}>
          <Trans
            t={t}
            i18nKey={`deciding.decided.${decided}`}
            values={{ when: when(appeal.decided_at) }}
            components={{ by: <Who person={appeal.decided_by} /> }}
          />
          {decided === "suspend" && <Lasting until={appeal.until} />}
        </p>
        {appeal.words && <Words title={t("deciding.told")}>{appeal.words}</Words>}
        {appeal.report ? (
          <>
            {appeal.reason && <Words title={t("deciding.reported")}>{appeal.reason}</Words>}
            <Shown report={appeal.report} evidence={appeal.evidence} />
          </>
        ) : (
          <p className={styles.expired}>{t("deciding.unreported")}</p>
        )}
        {appeal.outcome ? (
          <>
            <p className={styles.decision}>
              <Trans
                t={t}
                i18nKey={`deciding.outcome.${appeal.outcome}`}
                values={{ when: appeal.settled_at ? when(appeal.settled_at) : "" }}
                components={{ by: <Who person={appeal.settled_by} /> }}
              />
            </p>
            {appeal.answer && <Words title={t("deciding.answer")}>{appeal.answer}</Words>}
          </>
        ) : appeal.account.id === me.id ? (
          <p className={styles.decision}>{t("moderation.yourself")}</p>
        ) : (
          <Answers appeal={appeal} decided={decided} />
        )}
      </div>
    </article>
  );
}

type AnswersProps = { appeal: Appeal; decided: "warn" | "suspend" };

function Answers({ appeal, decided }: AnswersProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const [asking, setAsking] = useState<Outcome | null>(null);
  const name = appeal.account.full_name ?? t("moderation.somebody");
  const about = {
    upheld: {
      title: t("deciding.uphold-title"),
      text: t("deciding.uphold-text", { name }),
      action: t("deciding.uphold"),
    },
    granted: {
      title: t(`deciding.grant-title.${decided}`, { name }),
      text: t("deciding.grant-text", { name }),
      action: t("deciding.grant"),
    },
  };
  const refusals = {
    "own-decision": t("deciding.own"),
    "own-account": t("moderation.yourself"),
    "already-resolved": t("deciding.answered"),
    "not-in-force": t("deciding.over"),
  };
  return (
    <>
      {appeal.own && <p className={styles.decision}>{t("deciding.own")}</p>}
      <div className={styles.actions}>
        {(["upheld", "granted"] as const).map((outcome) => (
          <Button
            key={outcome}
            size="small"
            aria-haspopup="dialog"
            onClick={() => setAsking(outcome)}
          >
            {about[outcome].action}
          </Button>
        ))}
      </div>
      {(["upheld", "granted"] as const).map((outcome) => (
        <WordsDialog
          key={outcome}
          open={asking === outcome}
          onClose={() => setAsking(null)}
          {...about[outcome]}
          name={name}
          send={({ words }) => settle(client, appeal.id, { outcome, words })}
          done={() => say(t(`deciding.said.${outcome}`))}
          refusals={refusals}
        />
      ))}
    </>
  );
}
