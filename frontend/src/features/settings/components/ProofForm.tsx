import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Look } from "@/components/Button";
import { DialogForm } from "@/components/DialogForm";
import { PasswordField } from "@/components/Field";
import { missing, useSubmission } from "@/lib/form";
import { useMe } from "@/lib/me";

type Props<R> = {
  /** The word of the deed. */
  action: string;
  look?: Look;
  send: (password: string | null) => Promise<R>;
  done: (result: R) => void | Promise<void>;
  onCancel: () => void;
  /** What else is to be filled in. */
  children?: ReactNode;
};

/** What changes how one signs in wants the password; who has none has to have signed in a moment ago. */
export function ProofForm<R>({ action, look, send, done, onCancel, children }: Props<R>) {
  const { t } = useTranslation();
  const { has_password } = useMe();
  const [password, setPassword] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["password"],
    send: (given: string) => send(has_password ? given : null),
    done,
    check: (given) => (has_password ? missing({ password: given }) : {}),
    words: {
      "proof-required": t("guard.app.proof-required"),
      "second-step-on": t("guard.app.already"),
      "second-step-off": t("guard.app.not-on"),
    },
  });
  return (
    <DialogForm
      action={action}
      {...(look && { look })}
      trouble={trouble}
      busy={busy}
      onSend={() => submit(password)}
      onCancel={onCancel}
    >
      <p>{t(has_password ? "guard.app.proof" : "guard.app.proof-none")}</p>
      {children}
      {has_password && (
        <PasswordField
          label={t("guard.app.password")}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onValue={setPassword}
          error={fault("password")}
        />
      )}
    </DialogForm>
  );
}
