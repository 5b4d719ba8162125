import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, type Look } from "./Button";
import { DialogActions } from "./Dialog";
import styles from "./DialogForm.module.css";
import { FormTrouble } from "./Trouble";

type Props = {
  /** What is to be filled in. */
  children: ReactNode;
  /** The word of the deed. */
  action: string;
  look?: Look;
  trouble: string | null;
  busy: boolean;
  onSend: () => void;
  onCancel: () => void;
};

/** A form in a dialog: what is to be filled in, what went wrong, and the ways on and back. */
export function DialogForm(props: Props) {
  const { children, action, look = "filled", trouble, busy, onSend, onCancel } = props;
  const { t } = useTranslation();
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSend();
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      {children}
      <FormTrouble words={trouble} />
      <DialogActions>
        <Button look="quiet" onClick={onCancel}>
          {t("common.dialog.cancel")}
        </Button>
        <Button type="submit" look={look} busy={busy}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}
