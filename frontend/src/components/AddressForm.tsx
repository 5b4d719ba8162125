import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeEmail } from "@/lib/address";
import { missing, useSubmission } from "@/lib/form";
import { DialogForm } from "./DialogForm";
import { PasswordField, TextField } from "./Field";

type Props = { onSent: (email: string) => void; onCancel: () => void };

/** Moving to another address: where to, and the password. */
export function AddressForm({ onSent, onCancel }: Props) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["email", "password"],
    send: changeEmail,
    done: (_, values) => onSent(values.email),
    check: ({ email: to, password: proof }) => missing({ email: to, password: proof }),
  });
  return (
    <DialogForm
      action={t("account.move.button")}
      trouble={trouble}
      busy={busy}
      onSend={() => submit({ email: email.trim(), password })}
      onCancel={onCancel}
    >
      <TextField
        label={t("account.move.email")}
        name="email"
        type="email"
        autoComplete="email"
        required
        value={email}
        onValue={setEmail}
        error={fault("email")}
      />
      <PasswordField
        label={t("account.move.password")}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onValue={setPassword}
        error={fault("password")}
      />
    </DialogForm>
  );
}
