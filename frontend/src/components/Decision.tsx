import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OwnSanction } from "@/generated/api";
import { AppealDialog } from "./AppealDialog";
import { Button } from "./Button";
import styles from "./Decision.module.css";

type Props = {
  decision: OwnSanction;
  /** What follows once it is appealed against. */
  onAppealed: () => void;
  /** Whether the answer alone is said: what it is an answer to is said elsewhere. */
  answered?: boolean;
};

/** What moderators say to whom they warned or suspended, and the one appeal against that. */
export function Decision({ decision, onAppealed, answered = false }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { appeal, appealable, words } = decision;
  const outcome = appeal?.outcome;
  return (
    <div className={styles.decision}>
      {!answered && words && <Said title={t("deciding.mine.why")}>{words}</Said>}
      {!answered && appeal && <Said title={t("deciding.mine.yours")}>{appeal.text}</Said>}
      {appeal && !outcome && !answered && (
        <p className={styles.state}>{t("deciding.mine.waits")}</p>
      )}
      {outcome && !answered && (
        <p className={styles.state}>
          {t(
            outcome === "upheld"
              ? "deciding.mine.upheld"
              : decision.decision === "warn"
                ? "deciding.mine.withdrawn"
                : "deciding.mine.granted",
          )}
        </p>
      )}
      {appeal?.answer && <Said title={t("deciding.mine.why")}>{appeal.answer}</Said>}
      {appealable && !answered && (
        <>
          <Button size="small" aria-haspopup="dialog" onClick={() => setAsking(true)}>
            {t("deciding.mine.appeal")}
          </Button>
          <AppealDialog
            id={decision.id}
            open={asking}
            onClose={() => setAsking(false)}
            done={onAppealed}
          />
        </>
      )}
    </div>
  );
}

function Said({ title, children }: { title: string; children: string }) {
  return (
    <figure className={styles.said}>
      <figcaption className={styles.caption}>{title}</figcaption>
      <p className={styles.words} dir="auto">
        {children}
      </p>
    </figure>
  );
}
