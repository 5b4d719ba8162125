import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { TextField } from "@/components/Field";
import { FormTrouble } from "@/components/Trouble";
import { requestReset } from "@/lib/address";
import { missing, useSubmission } from "@/lib/form";
import { sendVerification } from "../api/send-verification";
import { rememberedAddress } from "../remembered";
import styles from "../routes/accounts.module.css";
import { Sent } from "./Sent";

type Props = {
  /** Which link is asked for. */
  purpose: "verify" | "reset";
  title: string;
  text: string;
  button: string;
  below?: ReactNode;
};

const SEND = { verify: sendVerification, reset: requestReset };

/** Asks for an address and has a link sent there. */
export function Ask({ purpose, title, text, button, below }: Props) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(rememberedAddress);
  const [sent, setSent] = useState(false);
  const send = SEND[purpose];
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["email"],
    send,
    done: () => setSent(true),
    check: missing,
  });
  if (sent) {
    return (
      <Sent
        email={email}
        purpose={purpose}
        again={() => send({ email })}
        onCorrect={() => setSent(false)}
      />
    );
  }
  const sendIt = (event: FormEvent) => {
    event.preventDefault();
    submit({ email: email.trim() });
  };
  return (
    <form className={styles.form} onSubmit={sendIt} noValidate>
      <div className={styles.intro}>
        <h1>{title}</h1>
        <p className={styles.text}>{text}</p>
      </div>
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
      <FormTrouble words={trouble} />
      <Button type="submit" look="filled" size="large" wide busy={busy}>
        {button}
      </Button>
      {below}
    </form>
  );
}
