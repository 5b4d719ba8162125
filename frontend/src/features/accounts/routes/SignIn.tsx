import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { Button } from "@/components/Button";
import { Checkbox } from "@/components/Checkbox";
import { Doorway } from "@/components/Doorway";
import { PasswordField, TextField } from "@/components/Field";
import { FormTrouble } from "@/components/Trouble";
import type { SignedIn } from "@/generated/api";
import { missing, useSubmission } from "@/lib/form";
import { forget } from "@/lib/session";
import { useTitle } from "@/lib/title";
import { wantedPage } from "@/lib/wanted";
import { signIn } from "../api/sign-in";
import { Gathering } from "../components/Gathering";
import { useArrival } from "../notice";
import styles from "./accounts.module.css";

export default function SignIn() {
  const { t } = useTranslation();
  const { notice, email: known } = useArrival();
  const enter = useEnter();
  const [email, setEmail] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [stay, setStay] = useState(true);
  const { submit, busy, fault, trouble } = useSubmission({
    send: signIn,
    done: enter,
    words: { "wrong-credentials": t("account.sign-in.wrong") },
    check: ({ email: who, password: proof }) => missing({ email: who, password: proof }),
  });
  useTitle(t("account.sign-in.title"));
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ email: email.trim(), password, stay });
  };
  return (
    <Doorway aside={<Gathering />}>
      <form className={styles.form} onSubmit={send} noValidate>
        <div className={styles.intro}>
          <h1>{t("account.sign-in.title")}</h1>
          <p className={styles.text}>{t("account.sign-in.text")}</p>
        </div>
        {notice && <output className={styles.notice}>{t(`account.notice.${notice}`)}</output>}
        <TextField
          label={t("account.sign-in.email")}
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus={!known}
          value={email}
          onValue={setEmail}
          error={fault("email")}
        />
        <PasswordField
          label={t("account.sign-in.password")}
          name="password"
          autoComplete="current-password"
          required
          autoFocus={Boolean(known)}
          value={password}
          onValue={setPassword}
          error={fault("password")}
          aside={
            <Link to="/forgot-password" state={{ email: email.trim() }} className={styles.link}>
              {t("account.sign-in.forgotten")}
            </Link>
          }
        />
        <Checkbox checked={stay} onChecked={setStay}>
          {t("account.sign-in.stay")}
        </Checkbox>
        <FormTrouble words={trouble} />
        <Button type="submit" look="filled" size="large" wide busy={busy}>
          {t("account.sign-in.button")}
        </Button>
        <p className={styles.other}>
          {t("account.sign-in.new")}{" "}
          <Link to="/sign-up" className={styles.link}>
            {t("account.sign-in.sign-up")}
          </Link>
        </p>
      </form>
    </Doorway>
  );
}

/** Go on to where one wanted to go, with nothing of what the one before saw. */
function useEnter() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  return async (opened: SignedIn | "suspended") => {
    const wanted = opened === "suspended" ? "/suspended" : wantedPage(search.get("next"));
    await forget(client);
    await navigate(wanted, { replace: true });
  };
}
