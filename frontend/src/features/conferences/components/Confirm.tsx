import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog, DialogActions } from "@/components/Dialog";
import { FormTrouble } from "@/components/Trouble";
import { useSubmission } from "@/lib/form";

type Props<R> = {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  action: string;
  send: () => Promise<R>;
  done: (result: R) => void | Promise<void>;
};

/** Asks before what cannot be undone. */
export function Confirm<R>({ open, onClose, title, text, action, send, done }: Props<R>) {
  const { t } = useTranslation();
  const { submit, busy, trouble } = useSubmission<void, R>({ send, done });
  return (
    <Dialog open={open} onClose={onClose} title={title} description={text}>
      <FormTrouble words={trouble} />
      <DialogActions>
        <Button look="quiet" onClick={onClose}>
          {t("common.dialog.cancel")}
        </Button>
        <Button look="danger-filled" busy={busy} onClick={() => submit()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
