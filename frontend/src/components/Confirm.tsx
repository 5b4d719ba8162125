import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useClosedByBack } from "@/lib/closing";
import { useSubmission } from "@/lib/form";
import { Button } from "./Button";
import { DialogActions } from "./Dialog";
import styles from "./Dialog.module.css";
import { FormTrouble } from "./Trouble";

type Props<R> = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What becomes of it: what vanishes, and what stays. */
  children: ReactNode;
  /** The word of the deed. */
  action: string;
  run: () => Promise<R>;
  /** What follows, once it is done. */
  done?: (result: R) => void | Promise<void>;
};

/** Asks before something that cannot be undone. */
export function Confirm<R>({ open, onClose, title, children, action, run, done }: Props<R>) {
  const { t } = useTranslation();
  const { submit, busy, trouble, reset } = useSubmission<undefined, R>({
    send: run,
    done: async (result) => {
      onClose();
      await done?.(result);
    },
  });
  const close = () => {
    onClose();
    reset();
  };
  useClosedByBack(open, close);
  return (
    <Base.Root open={open} onOpenChange={(opened) => !opened && close()}>
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup className={styles.dialog}>
            <div className={styles.head}>
              <Base.Title className={styles.title}>{title}</Base.Title>
            </div>
            <Base.Description className={styles.text} render={<div />}>
              {children}
            </Base.Description>
            <FormTrouble words={trouble} />
            <DialogActions>
              <Button look="quiet" onClick={close}>
                {t("common.dialog.cancel")}
              </Button>
              <Button look="danger-filled" busy={busy} onClick={() => submit(undefined)}>
                {action}
              </Button>
            </DialogActions>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
