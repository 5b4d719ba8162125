import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Button } from "@/components/Button";
import { Checkbox } from "@/components/Checkbox";
import { Doorway } from "@/components/Doorway";
import { PasswordField, TextField } from "@/components/Field";
import { Link } from "@/components/Link";
import { FormTrouble } from "@/components/Trouble";
import { missing, useSubmission } from "@/lib/form";
import { useTitle } from "@/lib/title";
import { wantedPage } from "@/lib/wanted";
import { signIn } from "../api/sign-in";
import { Gathering } from "../components/Gathering";
import { OtherWays } from "../components/OtherWays";
import { useEntering } from "../entering";
import { useNotice } from "../notice";
import { rememberAddress, rememberedAddress } from "../remembered";
import styles from "./accounts.module.css";

export default function SignIn() {
  const { t } = useTranslation();
  const notice = useNotice();
  const [search] = useSearchParams();
  const enter = useEntering();
  const wanted = wantedPage(search.get("next"));
  const [known] = useState(rememberedAddress);
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [stay, setStay] = useState(true);
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["email", "password"],
    send: signIn,
    done: (entry) => enter(entry, wanted),
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
          autoComplete="username webauthn"
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
            <Link
              to="/forgot-password"
              onClick={() => rememberAddress(email)}
              className={styles.link}
            >
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
        <OtherWays stay={stay} agreed={null} onOpened={(opened) => enter(opened, wanted)} />
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
