import { Lock } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog, DialogActions } from "@/components/Dialog";
import { PasswordField } from "@/components/Field";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
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
    send: (wanted: string) => edit(id, { password: wanted }),
    done: (edited) => {
      changed(edited);
      onClose();
      say(t("conference.lock.done"));
    },
    check: (wanted) => missing({ password: wanted }),
  });
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit(password);
      }}
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
      <FormTrouble words={trouble} />
      <DialogActions>
        <Button look="quiet" onClick={onClose}>
          {t("common.dialog.cancel")}
        </Button>
        <Button type="submit" look="filled" size="large" busy={busy}>
          {t("conference.lock.button")}
        </Button>
      </DialogActions>
    </form>
  );
}
