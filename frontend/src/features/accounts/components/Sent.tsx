import { useEffect, useRef } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { FormTrouble } from "@/components/Trouble";
import { wait } from "@/lib/dates";
import { useTitle } from "@/lib/title";
import { wordsFor } from "@/lib/words";
import { useAgain } from "../again";
import styles from "../routes/accounts.module.css";

type Props = {
  email: string;
  /** What the link in the mail is for. */
  purpose: "verify" | "reset";
  again: () => Promise<void>;
  /** Back to the form, with all that was typed. */
  onCorrect: () => void;
};

/** A mail is under way: where it went, and what to do when it does not come. */
export function Sent({ email, purpose, again, onCorrect }: Props) {
  const { t, i18n } = useTranslation();
  const { sent, busy, left, resend, error } = useAgain(again, "just sent");
  const title = useRef<HTMLHeadingElement>(null);
  useTitle(t("account.sent.title"));
  useEffect(() => title.current?.focus(), []);
  return (
    <div className={styles.form}>
      <div className={styles.intro}>
        <h1 ref={title} tabIndex={-1} className={styles.quiet}>
          {t("account.sent.title")}
        </h1>
        <p className={styles.text}>
          <Trans
            i18nKey={purpose === "verify" ? "account.sent.verify" : "account.sent.reset"}
            values={{ email }}
            components={{ address: <bdi className={styles.address} /> }}
          />
        </p>
      </div>
      <p className={styles.text}>{t("account.sent.nothing")}</p>
      <p aria-live="polite" className={styles.said}>
        {sent && t("account.sent.sent-again")}
      </p>
      <FormTrouble words={error ? wordsFor(error, t, i18n.language) : null} />
      <Button wide size="large" busy={busy} aria-disabled={left > 0} onClick={resend}>
        {left > 0
          ? t("account.sent.again-in", { wait: wait(left, i18n.language) })
          : t("account.sent.again")}
      </Button>
      <Button look="quiet" wide onClick={onCorrect}>
        {t("account.sent.correct")}
      </Button>
    </div>
  );
}
