import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/Button";
import { Count, TextArea, TextField } from "@/components/Field";
import { FormTrouble } from "@/components/Trouble";
import type { Enquiry } from "@/generated/api";
import { useConfig } from "@/lib/config";
import { missing, tooLong, useSubmission } from "@/lib/form";
import { meQuery } from "@/lib/me";
import { contact } from "../api/contact";
import { Reading } from "../components/Reading";
import styles from "./pages.module.css";

/** A way to write to whoever runs this server. */
export default function Contact() {
  const { t } = useTranslation();
  const config = useConfig();
  const me = useQueryClient().getQueryData(meQuery.queryKey);
  const [values, setValues] = useState<Enquiry>({
    name: me?.full_name ?? "",
    email: me?.email ?? "",
    subject: "",
    body: "",
  });
  const [sent, setSent] = useState(false);
  return (
    <Reading title={t("page.contact.title")}>
      {!config.contact ? (
        <Nobody />
      ) : sent ? (
        <Sent
          email={values.email}
          onAnother={() => {
            setValues({ ...values, subject: "", body: "" });
            setSent(false);
          }}
        />
      ) : (
        <Form values={values} onValues={setValues} onSent={() => setSent(true)} />
      )}
    </Reading>
  );
}

type FormProps = {
  values: Enquiry;
  onValues: (values: Enquiry) => void;
  onSent: () => void;
};

function Form({ values, onValues, onSent }: FormProps) {
  const { t } = useTranslation();
  const { limits } = useConfig();
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["name", "email", "subject", "body"],
    send: contact,
    done: onSent,
    check: ({ name, email, subject, body }) => ({
      ...missing({ name, email, subject, body }),
      ...tooLong({ name, subject, body }, { ...limits, name: limits.full_name }),
    }),
    words: { "no-operator": t("page.contact.nobody.text") },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ ...values, email: values.email.trim() });
  };
  return (
    <>
      <h1>{t("page.contact.title")}</h1>
      <p className={styles.lead}>{t("page.contact.lead")}</p>
      <form className={styles.form} onSubmit={send} noValidate>
        <div className={styles.pair}>
          <TextField
            label={t("page.contact.name")}
            name="name"
            autoComplete="name"
            required
            value={values.name}
            onValue={(name) => onValues({ ...values, name })}
            error={fault("name")}
          />
          <TextField
            label={t("page.contact.email")}
            name="email"
            type="email"
            autoComplete="email"
            required
            value={values.email}
            onValue={(email) => onValues({ ...values, email })}
            error={fault("email")}
          />
        </div>
        <TextField
          label={t("page.contact.subject")}
          name="subject"
          required
          value={values.subject}
          onValue={(subject) => onValues({ ...values, subject })}
          error={fault("subject")}
        />
        <TextArea
          label={t("page.contact.body")}
          name="body"
          rows={7}
          required
          aside={<Count of={values.body} most={limits.body} />}
          value={values.body}
          onValue={(body) => onValues({ ...values, body })}
          error={fault("body")}
        />
        <FormTrouble words={trouble} />
        <div className={styles.send}>
          <Button type="submit" look="filled" size="large" busy={busy}>
            {t("page.contact.button")}
          </Button>
        </div>
      </form>
    </>
  );
}

function Sent({ email, onAnother }: { email: string; onAnother: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <h1>{t("page.contact.sent.title")}</h1>
      <p className={styles.lead}>
        <Trans
          i18nKey="page.contact.sent.text"
          values={{ email }}
          components={{ address: <bdi className={styles.address} /> }}
        />
      </p>
      <div className={styles.actions}>
        <ButtonLink to="/" look="filled">
          {t("common.missing.home")}
        </ButtonLink>
        <Button look="quiet" onClick={onAnother}>
          {t("page.contact.sent.another")}
        </Button>
      </div>
    </>
  );
}

function Nobody() {
  const { t } = useTranslation();
  return (
    <>
      <h1>{t("page.contact.nobody.title")}</h1>
      <p className={styles.lead}>{t("page.contact.nobody.text")}</p>
      <div className={styles.actions}>
        <ButtonLink to="/" look="filled">
          {t("common.missing.home")}
        </ButtonLink>
      </div>
    </>
  );
}
