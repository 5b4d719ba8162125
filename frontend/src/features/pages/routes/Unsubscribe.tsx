import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/Button";
import { FormTrouble } from "@/components/Trouble";
import { useSubmission } from "@/lib/form";
import { meQuery } from "@/lib/me";
import { unsubscribe } from "../api/unsubscribe";
import { Reading } from "../components/Reading";
import styles from "./pages.module.css";

const CHOICES = ["requests", "approvals", "messages", "live", "finished"] as const;
type Choice = (typeof CHOICES)[number];

/** Which mails a link is about, as it begins with that. */
function choiceIn(token: string): Choice | null {
  return CHOICES.find((choice) => token.startsWith(`${choice}.`)) ?? null;
}

/** The end of the link by which a mail is turned off: it asks first, as programs follow links too. */
export default function Unsubscribe() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const token = search.get("token") ?? "";
  const choice = choiceIn(token);
  const [done, setDone] = useState(false);
  return (
    <Reading title={t("page.unsubscribe.title")}>
      {done ? (
        <Done />
      ) : choice ? (
        <Asking token={token} choice={choice} onDone={() => setDone(true)} />
      ) : (
        <Gone />
      )}
    </Reading>
  );
}

type AskingProps = { token: string; choice: Choice; onDone: () => void };

function Asking({ token, choice, onDone }: AskingProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { submit, busy, trouble, code } = useSubmission({
    send: unsubscribe,
    done: () => {
      onDone();
      void client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  if (code === "link-unknown") return <Gone />;
  return (
    <>
      <h1>{t("page.unsubscribe.title")}</h1>
      <p className={styles.lead}>
        {t("page.unsubscribe.text", { choice: t(`settings.mail.${choice}`) })}
      </p>
      <FormTrouble words={trouble} />
      <div className={styles.actions}>
        <Button look="filled" size="large" busy={busy} onClick={() => submit(token)}>
          {t("page.unsubscribe.button")}
        </Button>
      </div>
    </>
  );
}

function Done() {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <>
      <h1 ref={title} tabIndex={-1} className={styles.quiet}>
        {t("page.unsubscribe.done.title")}
      </h1>
      <p className={styles.lead}>{t("page.unsubscribe.done.text")}</p>
      <Settings />
    </>
  );
}

function Gone() {
  const { t } = useTranslation();
  return (
    <>
      <h1>{t("page.unsubscribe.gone.title")}</h1>
      <p className={styles.lead}>{t("page.unsubscribe.gone.text")}</p>
      <Settings />
    </>
  );
}

function Settings() {
  const { t } = useTranslation();
  return (
    <div className={styles.actions}>
      <ButtonLink to="/settings">{t("page.unsubscribe.settings")}</ButtonLink>
    </div>
  );
}
