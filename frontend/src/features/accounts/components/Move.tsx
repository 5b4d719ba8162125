import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/Button";
import { PasswordField } from "@/components/Field";
import { FormTrouble } from "@/components/Trouble";
import { missing, useSubmission } from "@/lib/form";
import { keys } from "@/lib/keys";
import { confirmEmail } from "../api/confirm-email";
import { goneOf } from "../gone";
import styles from "../routes/accounts.module.css";

/** Moves an account to the address that the link was sent to, by its password: it shows that it is one's own. */
export function Move({ token }: { token: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [moved, setMoved] = useState(false);
  const { submit, busy, fault, trouble, code } = useSubmission({
    fields: ["password"],
    send: confirmEmail,
    done: async () => {
      setMoved(true);
      await client.invalidateQueries({ queryKey: keys.me });
    },
    check: missing,
    words: { "wrong-password": t("account.again.wrong") },
  });
  const gone = goneOf(code);
  if (moved || gone) {
    return (
      <div className={styles.form}>
        <div className={styles.intro}>
          <h1>{t(gone ? `account.gone.${gone}.title` : "account.moved.title")}</h1>
          <p className={styles.text}>{t(gone ? "account.moved.gone" : "account.moved.text")}</p>
        </div>
        <ButtonLink to={gone ? "/settings#address" : "/home"} look="filled" size="large" wide>
          {t(gone ? "account.moved.settings" : "common.missing.home")}
        </ButtonLink>
      </div>
    );
  }
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ token, password });
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <div className={styles.intro}>
        <h1>{t("account.moving.title")}</h1>
        <p className={styles.text}>{t("account.moving.text")}</p>
      </div>
      <PasswordField
        label={t("account.move.password")}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onValue={setPassword}
        error={fault("password")}
      />
      <FormTrouble words={trouble} />
      <Button type="submit" look="filled" size="large" wide busy={busy}>
        {t("account.moving.button")}
      </Button>
    </form>
  );
}
