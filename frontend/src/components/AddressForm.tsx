import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NewAddress } from "@/generated/api";
import { missing, useSubmission } from "@/lib/form";
import { Button } from "./Button";
import { DialogActions } from "./Dialog";
import styles from "./Erase.module.css";
import { PasswordField, TextField } from "./Field";
import { FormTrouble } from "./Trouble";

type Props = {
  send: (address: NewAddress) => Promise<void>;
  onSent: (email: string) => void;
  onCancel: () => void;
};

/** Moving to another address: where to, and the password. */
export function AddressForm({ send, onSent, onCancel }: Props) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    send,
    done: (_, values) => onSent(values.email),
    check: ({ email: to, password: proof }) => missing({ email: to, password: proof }),
  });
  const sendIt = (event: FormEvent) => {
    event.preventDefault();
    submit({ email: email.trim(), password });
  };
  return (
    <form className={styles.form} onSubmit={sendIt} noValidate>
      <TextField
        label={t("account.move.email")}
        name="email"
        type="email"
        autoComplete="email"
        required
        value={email}
        onValue={setEmail}
        error={fault("email")}
      />
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
      <DialogActions>
        <Button look="quiet" onClick={onCancel}>
          {t("common.dialog.cancel")}
        </Button>
        <Button type="submit" look="filled" busy={busy}>
          {t("account.move.button")}
        </Button>
      </DialogActions>
    </form>
  );
}
