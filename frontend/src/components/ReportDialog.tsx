import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/lib/api";
import { useSubmission } from "@/lib/form";
import { type Complained, report } from "@/lib/report";
import { Button } from "./Button";
import { Dialog, DialogActions } from "./Dialog";
import { Count, TextArea } from "./Field";
import styles from "./ReportDialog.module.css";
import { useSay } from "./Toasts";
import { FormTrouble } from "./Trouble";

const MOST = 2000; // characters of a reason

type Props = {
  open: boolean;
  onClose: () => void;
  about: Complained;
  /** The person's name, or the title of what is complained about. */
  name: string;
};

/** A complaint to the moderators about somebody, a conference or a message. */
export function ReportDialog({ open, onClose, about, name }: Props) {
  const { t } = useTranslation();
  const say = useSay();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  // The same words sent again are the same complaint.
  const [sending, setSending] = useState({ key: newKey(), reason: "" });
  const { submit, busy, fault, trouble } = useSubmission({
    send: ({ key }: { key: string }) => report(about, reason, key),
    done: () => {
      setReason("");
      onClose();
      say(t("moderation.report.sent"));
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!reason.trim());
    if (!reason.trim()) return;
    const next = sending.reason === reason ? sending : { key: newKey(), reason };
    setSending(next);
    submit(next);
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("moderation.report.title", { name })}
      description={t("moderation.report.text")}
    >
      <form onSubmit={send} noValidate className={styles.form}>
        <TextArea
          label={t("moderation.report.reason")}
          name="reason"
          rows={5}
          required
          maxLength={MOST}
          value={reason}
          onValue={setReason}
          error={missing && !reason.trim() ? t("problem.field.missing") : fault("reason")}
          aside={<Count of={reason} most={MOST} />}
        />
        <FormTrouble words={trouble} />
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {t("common.dialog.cancel")}
          </Button>
          <Button type="submit" look="filled" busy={busy}>
            {t("moderation.report.send")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
