import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { Button } from "@/components/Button";
import { Checkbox } from "@/components/Choice";
import { Doorway } from "@/components/Doorway";
import { PasswordField, TextField } from "@/components/Field";
import { FormTrouble } from "@/components/Trouble";
import { useSubmission } from "@/lib/form";
import { signIn } from "../api/sign-in";
import { Gathering } from "../components/Gathering";
import styles from "./accounts.module.css";

export default function SignIn() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const next = search.get("next");
  const navigate = useNavigate();
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [stay, setStay] = useState(true);
  const { submit, busy, fault, trouble } = useSubmission({
    send: signIn,
    done: async () => {
      client.removeQueries(); // what the one before saw is not for this one
      await navigate(next?.startsWith("/") && !next.startsWith("//") ? next : "/home", {
        replace: true,
      });
    },
    words: { "wrong-credentials": t("account.sign-in.wrong") },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ email, password, stay });
  };
  return (
    <Doorway aside={<Gathering />}>
      <form className={styles.form} onSubmit={send} noValidate>
        <div className={styles.intro}>
          <h1>{t("account.sign-in.title")}</h1>
          <p className={styles.text}>{t("account.sign-in.text")}</p>
        </div>
        <TextField
          label={t("account.sign-in.email")}
          name="email"
          type="email"
          autoComplete="username"
          required
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
          aside={
            <Link to="/forgot-password" className={styles.link}>
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
