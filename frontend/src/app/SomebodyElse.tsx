import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog, DialogActions } from "@/components/Dialog";
import { onOtherAccount, startAnew } from "@/lib/session";

/** Over the page when somebody else is signed in by now: what is on it stays until one says to go on as that one. */
export function SomebodyElse() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  useEffect(() => onOtherAccount(() => setOpen(true)), []);
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t("account.other.title")}
      description={t("account.other.text")}
    >
      <DialogActions>
        <Button look="quiet" onClick={close}>
          {t("common.dialog.cancel")}
        </Button>
        <Button look="filled" onClick={() => startAnew()}>
          {t("problem.reload")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
