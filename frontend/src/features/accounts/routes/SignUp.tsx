import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Checkbox } from "@/components/Checkbox";
import { Doorway } from "@/components/Doorway";
import { TextField } from "@/components/Field";
import { Link } from "@/components/Link";
import { FormTrouble } from "@/components/Trouble";
import { Refusal } from "@/lib/api";
import { configQuery, useConfig } from "@/lib/config";
import { missing, tooLong, useSubmission } from "@/lib/form";
import { isLanguage } from "@/lib/i18n";
import { useTitle } from "@/lib/title";
import { sendVerification } from "../api/send-verification";
import { signUp } from "../api/sign-up";
import { lengthFault } from "../chosen";
import { Gathering } from "../components/Gathering";
import { NewPasswordField } from "../components/NewPasswordField";
import { OtherWays } from "../components/OtherWays";
import { Sent } from "../components/Sent";
import { rememberAddress } from "../remembered";
import styles from "./accounts.module.css";

const EMPTY = { full_name: "", email: "", password: "" };

export default function SignUp() {
  const [values, setValues] = useState(EMPTY);
  const [sent, setSent] = useState(false);
  const email = values.email.trim();
  return (
    <Doorway aside={<Gathering />}>
      {sent ? (
        <Sent
          email={email}
          purpose="verify"
          again={() => sendVerification({ email })}
          onCorrect={() => setSent(false)}
        />
      ) : (
        <Form values={values} onValues={setValues} onSent={() => setSent(true)} />
      )}
    </Doorway>
  );
}

type FormProps = {
  values: typeof EMPTY;
  onValues: (values: typeof EMPTY) => void;
  onSent: () => void;
};

function Form({ values, onValues, onSent }: FormProps) {
  const { t } = useTranslation();
  const [agreed, setAgreed] = useState(false);
  const { submit, busy, fault, trouble } = useAsking(onSent);
  useTitle(t("account.sign-up.title"));
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ ...values, email: values.email.trim(), agreed });
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <div className={styles.intro}>
        <h1>{t("account.sign-up.title")}</h1>
        <p className={styles.text}>{t("account.sign-up.text")}</p>
      </div>
      <TextField
        label={t("account.sign-up.name")}
        name="full_name"
        autoComplete="name"
        required
        autoFocus
        value={values.full_name}
        onValue={(full_name) => onValues({ ...values, full_name })}
        error={fault("full_name")}
        hint={t("account.sign-up.name-hint")}
      />
      <TextField
        label={t("account.sign-in.email")}
        name="email"
        type="email"
        autoComplete="username"
        required
        value={values.email}
        onValue={(email) => onValues({ ...values, email })}
        error={fault("email")}
      />
      <NewPasswordField
        label={t("account.sign-in.password")}
        name="password"
        value={values.password}
        onValue={(password) => onValues({ ...values, password })}
        error={fault("password")}
      />
      <Checkbox
        checked={agreed}
        onChecked={setAgreed}
        error={fault("agreed") ?? fault("terms_version")}
      >
        <Trans
          i18nKey="account.sign-up.agree"
          components={{ terms: <Link to="/tos" target="_blank" className={styles.link} /> }}
        />
      </Checkbox>
      <FormTrouble words={trouble} />
      <Button type="submit" look="filled" size="large" wide busy={busy}>
        {t("account.sign-up.button")}
      </Button>
      <OtherWays stay agreed={agreed} />
      <p className={styles.other}>
        {t("account.sign-up.known")}{" "}
        <Link to="/sign-in" className={styles.link}>
          {t("account.sign-in.button")}
        </Link>
      </p>
    </form>
  );
}

type Asked = typeof EMPTY & { agreed: boolean };

function useAsking(onSent: () => void) {
  const { i18n } = useTranslation();
  const { terms_version, limits } = useConfig();
  const client = useQueryClient();
  const language = isLanguage(i18n.language) ? i18n.language : null;
  const send = async ({ full_name, email, password }: Asked) => {
    const account = { full_name, email, password };
    const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    try {
      await signUp({ ...account, terms_version, language, time_zone });
    } catch (error) {
      // The terms have changed since the page was opened: what is agreed to next are those of now.
      const outdated = error instanceof Refusal && error.of("terms_version");
      if (outdated) await client.refetchQueries(configQuery);
      throw error;
    }
  };
  return useSubmission({
    fields: ["full_name", "email", "password", "agreed", "terms_version"],
    send,
    done: (_, { email }) => {
      rememberAddress(email);
      onSent();
    },
    check: (asked) => ({
      ...missing(asked),
      ...tooLong({ full_name: asked.full_name }, limits),
      ...lengthFault("password", asked.password, limits),
    }),
  });
}
