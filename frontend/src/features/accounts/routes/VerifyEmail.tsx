import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { Button } from "@/components/Button";
import { Doorway } from "@/components/Doorway";
import { PasswordField, TextField } from "@/components/Field";
import { Link } from "@/components/Link";
import { FormTrouble } from "@/components/Trouble";
import { Refusal } from "@/lib/api";
import { missing, useSubmission } from "@/lib/form";
import { forget } from "@/lib/session";
import { useTitle } from "@/lib/title";
import { wantedPage } from "@/lib/wanted";
import { type Entry, signIn } from "../api/sign-in";
import { verify } from "../api/verify";
import { Ask } from "../components/Ask";
import { Gathering } from "../components/Gathering";
import { Move } from "../components/Move";
import { useEntering } from "../entering";
import { type Gone, goneOf } from "../gone";
import type { Arrival } from "../notice";
import { rememberAddress } from "../remembered";
import styles from "./accounts.module.css";

/** The end of a mail's link: confirms the address of a new account, or the new one of an old account. */
export default function VerifyEmail() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const token = search.get("token");
  const move = search.get("move");
  useTitle(t("account.verify.title"));
  return (
    <Doorway aside={<Gathering />}>
      {token ? <Verify token={token} /> : move ? <Move token={move} /> : <Again gone="unknown" />}
    </Doorway>
  );
}

function Verify({ token }: { token: string }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { submit, busy, fault, trouble, code } = useVerifying(token);
  const gone = goneOf(code);
  if (gone) return <Again gone={gone} />;
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ email: email.trim(), password });
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <div className={styles.intro}>
        <h1>{t("account.verify.title")}</h1>
        <p className={styles.text}>{t("account.verify.text")}</p>
      </div>
      {/* To whom the link was sent, this page does not know: whoever opens it says. */}
      <TextField
        label={t("account.sign-in.email")}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onValue={setEmail}
        error={fault("email")}
      />
      <PasswordField
        label={t("account.sign-in.password")}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onValue={setPassword}
        error={fault("password")}
      />
      <FormTrouble words={trouble} />
      <Button type="submit" look="filled" size="large" wide busy={busy}>
        {t("account.verify.button")}
      </Button>
      <p className={styles.other}>
        <Link to="/forgot-password" onClick={() => rememberAddress(email)} className={styles.link}>
          {t("account.verify.forgotten")}
        </Link>
      </p>
    </form>
  );
}

function useVerifying(token: string) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const enter = useEntering();
  return useSubmission({
    fields: ["email", "password"],
    send: async ({ email, password }: { email: string; password: string }) => {
      await verify({ token, password });
      return trySigningIn(email, password);
    },
    done: async (opened, { email }) => {
      if (opened) return enter(opened, wantedPage());
      await forget(client);
      rememberAddress(email);
      const arrival: Arrival = { notice: "verified" };
      return navigate("/sign-in", { replace: true, state: arrival });
    },
    check: missing,
    words: { "wrong-password": t("account.verify.wrong") },
  });
}

/** The address is confirmed by now; where signing in does not work, the page for that says why. */
async function trySigningIn(email: string, password: string): Promise<Entry | null> {
  try {
    // Whether to stay signed in has not been asked here.
    return await signIn({ email, password, stay: false });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function Again({ gone }: { gone: Gone }) {
  const { t } = useTranslation();
  return (
    <Ask
      purpose="verify"
      title={t(`account.gone.${gone}.title`)}
      text={t(`account.gone.${gone}.text`)}
      button={t("account.gone.send")}
      below={
        <p className={styles.other}>
          <Link to="/sign-in" className={styles.link}>
            {t("account.gone.sign-in")}
          </Link>
        </p>
      }
    />
  );
}
