import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { missing, useSubmission } from "@/lib/form";
import { Button } from "./Button";
import { Dialog, DialogActions } from "./Dialog";
import styles from "./Erase.module.css";
import { PasswordField } from "./Field";
import { FormTrouble } from "./Trouble";

type Props = {
  erase: (password: string | null) => Promise<void>;
  onGone: () => Promise<void>;
  hasPassword: boolean;
  wide?: boolean;
};

/** Erasing the own account: it says what goes and what stays, and wants the password. */
export function Erase({ wide = false, ...rest }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" wide={wide} onClick={() => setOpen(true)}>
        {t("account.leaving.erase")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("account.leaving.sure")}
        description={t("account.leaving.what-goes")}
      >
        <Confirm {...rest} onCancel={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

type ConfirmProps = Omit<Props, "wide"> & { onCancel: () => void };

function Confirm({ erase, onGone, hasPassword, onCancel }: ConfirmProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    send: (given: string) => erase(hasPassword ? given : null),
    done: onGone,
    check: (given) => (hasPassword ? missing({ password: given }) : {}),
    words: { "proof-required": t("account.leaving.sign-in-first") },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit(password);
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <p>{t("account.leaving.what-stays")}</p>
      {hasPassword && (
        <PasswordField
          label={t("account.leaving.password")}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onValue={setPassword}
          error={fault("password")}
        />
      )}
      <FormTrouble words={trouble} />
      <DialogActions>
        <Button look="quiet" onClick={onCancel}>
          {t("common.dialog.cancel")}
        </Button>
        <Button type="submit" look="danger-filled" busy={busy}>
          {t("account.leaving.erase-now")}
        </Button>
      </DialogActions>
    </form>
  );
}
