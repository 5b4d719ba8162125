import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/lib/api";
import { type Complained, report } from "@/lib/report";
import { TextDialog } from "./TextDialog";
import { useSay } from "./Toasts";

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
  // The same words sent again are the same complaint.
  const [sent, setSent] = useState<{ key: string; reason: string } | null>(null);
  const send = (reason: string) => {
    const sending = sent?.reason === reason ? sent : { key: newKey(), reason };
    setSent(sending);
    return report(about, reason, sending.key);
  };
  return (
    <TextDialog
      open={open}
      onClose={onClose}
      title={t("moderation.report.title", { name })}
      description={t("moderation.report.text")}
      label={t("moderation.report.reason")}
      name="reason"
      action={t("moderation.report.send")}
      send={send}
      done={() => say(t("moderation.report.sent"))}
    />
  );
}
