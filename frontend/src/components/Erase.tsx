import { useState } from "react";
import { useTranslation } from "react-i18next";
import { missing, useSubmission } from "@/lib/form";
import { erase, useGone } from "@/lib/leaving";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { PasswordField } from "./Field";

type Props = {
  /** Null where that is not known, as of who is suspended. */
  hasPassword: boolean | null;
  wide?: boolean;
};

/** Erasing the own account: it says what goes and what stays, and wants the password. */
export function Erase({ hasPassword, wide = false }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" wide={wide} onClick={() => setOpen(true)}>
        {t("account.leaving.erase")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("account.leaving.sure")}
        description={t("account.leaving.what-goes")}
      >
        <Form hasPassword={hasPassword} onCancel={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

type FormProps = Pick<Props, "hasPassword"> & { onCancel: () => void };

function Form({ hasPassword, onCancel }: FormProps) {
  const { t } = useTranslation();
  const gone = useGone();
  const [password, setPassword] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["password"],
    send: (given: string) => erase(given || null),
    done: () => gone("erased"),
    check: (given) => (hasPassword ? missing({ password: given }) : {}),
    words: { "proof-required": t("account.leaving.sign-in-first") },
  });
  return (
    <DialogForm
      action={t("account.leaving.erase-now")}
      look="danger-filled"
      trouble={trouble}
      busy={busy}
      onSend={() => submit(password)}
      onCancel={onCancel}
    >
      <p>{t("account.leaving.what-stays")}</p>
      {hasPassword !== false && (
        <PasswordField
          label={t("account.leaving.password")}
          {...(hasPassword === null && { hint: t("account.leaving.password-if") })}
          name="password"
          autoComplete="current-password"
          required={hasPassword === true}
          value={password}
          onValue={setPassword}
          error={fault("password")}
        />
      )}
    </DialogForm>
  );
}
