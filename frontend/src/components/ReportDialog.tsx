import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/lib/api";
import { missing, tooLong, useSubmission } from "@/lib/form";
import { type Complained, report } from "@/lib/report";
import { Dialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { Count, TextArea } from "./Field";
import { useSay } from "./Toasts";

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
  // The same words sent again are the same complaint.
  const [sending, setSending] = useState<{ key: string; reason: string } | null>(null);
  const { submit, busy, fault, trouble, reset } = useSubmission({
    fields: ["reason"],
    send: (complaint: { key: string; reason: string }) =>
      report(about, complaint.reason, complaint.key),
    done: () => {
      setReason("");
      onClose();
      say(t("moderation.report.sent"));
    },
    check: (complaint) => ({
      ...missing({ reason: complaint.reason }),
      ...tooLong({ reason: complaint.reason }, { reason: MOST }),
    }),
  });
  const send = () => {
    const next = sending?.reason === reason ? sending : { key: newKey(), reason };
    setSending(next);
    submit(next);
  };
  const close = () => {
    onClose();
    reset();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t("moderation.report.title", { name })}
      description={t("moderation.report.text")}
    >
      <DialogForm
        action={t("moderation.report.send")}
        trouble={trouble}
        busy={busy}
        onSend={send}
        onCancel={close}
      >
        <TextArea
          label={t("moderation.report.reason")}
          name="reason"
          rows={5}
          required
          value={reason}
          onValue={setReason}
          error={fault("reason")}
          aside={<Count of={reason} most={MOST} />}
        />
      </DialogForm>
    </Dialog>
  );
}
