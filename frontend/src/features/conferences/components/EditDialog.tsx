import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { DialogForm } from "@/components/DialogForm";
import type { Conference } from "@/generated/api";
import { useConfig } from "@/lib/config";
import { useSubmission } from "@/lib/form";
import { edit } from "../api/commands";
import { type About, wrongIn } from "../lib/about";
import { useChanged } from "../lib/commands";
import { ConferenceFields } from "./ConferenceFields";
import styles from "./dialogs.module.css";

type Props = { conference: Conference; open: boolean; onClose: () => void };

export function EditDialog({ conference, open, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t("conference.edit.title")}>
      <Form conference={conference} onClose={onClose} />
    </Dialog>
  );
}

function Form({ conference, onClose }: Omit<Props, "open">) {
  const { t } = useTranslation();
  const changed = useChanged();
  const { limits } = useConfig();
  const [about, setAbout] = useState<About>({
    title: conference.title,
    description: conference.description ?? "",
    visibility: conference.visibility,
  });
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["title", "description"],
    send: ({ title, description, visibility }: About) =>
      edit(conference.id, {
        ...(title !== conference.title && { title }),
        ...(description !== (conference.description ?? "") && {
          description: description.trim() ? description : null,
        }),
        ...(visibility !== conference.visibility && { visibility }),
      }),
    done: (edited) => {
      changed(edited);
      onClose();
    },
    check: (edited) => wrongIn(edited, limits),
  });
  return (
    <DialogForm
      action={t("conference.edit.save")}
      trouble={trouble}
      busy={busy}
      onSend={() => submit(about)}
      onCancel={onClose}
    >
      <div className={styles.fields}>
        <ConferenceFields value={about} onValue={setAbout} fault={fault} />
      </div>
    </DialogForm>
  );
}
