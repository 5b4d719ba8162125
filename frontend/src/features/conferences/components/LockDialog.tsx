import { Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { DialogForm } from "@/components/DialogForm";
import { PasswordField } from "@/components/Field";
import { useSay } from "@/components/Toasts";
import type { Conference } from "@/generated/api";
import { missing, useSubmission } from "@/lib/form";
import { edit } from "../api/commands";
import { useChanged } from "../lib/commands";

type Props = { conference: Conference; open: boolean; onClose: () => void };

/** A password for whoever comes from now on. */
export function LockDialog({ conference, open, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("conference.lock.title")}
      description={t("conference.lock.text")}
    >
      <Form id={conference.id} onClose={onClose} />
    </Dialog>
  );
}

function Form({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useSay();
  const changed = useChanged();
  const [password, setPassword] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["password"],
    send: (wanted: string) => edit(id, { password: wanted }),
    done: (edited) => {
      changed(edited);
      onClose();
      say(t("conference.lock.done"));
    },
    check: (wanted) => missing({ password: wanted }),
  });
  return (
    <DialogForm
      action={t("conference.lock.button")}
      trouble={trouble}
      busy={busy}
      onSend={() => submit(password)}
      onCancel={onClose}
    >
      <PasswordField
        label={t("conference.form.password")}
        name="password"
        icon={Lock}
        autoComplete="new-password"
        value={password}
        onValue={setPassword}
        error={fault("password")}
      />
    </DialogForm>
  );
}
