import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Look } from "@/components/Button";
import { DialogForm } from "@/components/DialogForm";
import { PasswordField, TextField } from "@/components/Field";
import { missing, tooLong, useSubmission } from "@/lib/form";
import { useMe } from "@/lib/me";

const NAME_MOST = 60;

type Props<R> = {
  /** The word of the deed. */
  action: string;
  look?: Look;
  send: (password: string | null, name: string) => Promise<R>;
  done: (result: R) => void | Promise<void>;
  onCancel: () => void;
  /** What it is called to begin with, where it is to be given a name. */
  called?: string;
  /** What goes wrong in particular there. */
  words?: Partial<Record<string, string>>;
};

/** What changes how one signs in wants the password; who has none has to have signed in some minutes ago at most. */
export function ProofForm<R>({ action, look, send, done, onCancel, called, words }: Props<R>) {
  const { t } = useTranslation();
  const { has_password } = useMe();
  const [password, setPassword] = useState("");
  const [name, setName] = useState(called ?? "");
  const named = called !== undefined;
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["name", "password"],
    send: (given: { name: string; password: string }) =>
      send(has_password ? given.password : null, given.name.trim()),
    done,
    check: (given) => ({
      ...(has_password && missing({ password: given.password })),
      ...(named && missing({ name: given.name })),
      ...(named && tooLong({ name: given.name }, { name: NAME_MOST })),
    }),
    words: {
      "proof-required": t("guard.proof.required"),
      "second-step-on": t("guard.app.already"),
      "second-step-off": t("guard.app.not-on"),
      ...words,
    },
  });
  return (
    <DialogForm
      action={action}
      {...(look && { look })}
      trouble={trouble}
      busy={busy}
      onSend={() => submit({ name, password })}
      onCancel={onCancel}
    >
      {named && (
        <TextField
          label={t("guard.passkey.name")}
          hint={t("guard.passkey.name-hint")}
          name="name"
          autoComplete="off"
          required
          value={name}
          onValue={setName}
          error={fault("name")}
        />
      )}
      <p>{t(has_password ? "guard.proof.text" : "guard.proof.text-without")}</p>
      {has_password && (
        <PasswordField
          label={t("guard.proof.password")}
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
