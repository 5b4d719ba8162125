import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { DialogForm } from "@/components/DialogForm";
import { TextField } from "@/components/Field";
import type { Setup } from "@/generated/api";
import { missing, useSubmission } from "@/lib/form";
import { confirm, setUp } from "../api/second-step";
import styles from "./Guard.module.css";
import { KeptCodes } from "./KeptCodes";
import { ProofForm } from "./ProofForm";
import { QrCode } from "./QrCode";

type Props = { open: boolean; onClose: (on: boolean) => void };

/** Setting up an app: the password, the secret and a code of it, the codes to keep. */
export function SettingUp({ open, onClose }: Props) {
  const { t } = useTranslation();
  const [setup, setSetup] = useState<Setup | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = () => {
    onClose(codes !== null);
    setSetup(null);
    setCodes(null);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t(codes ? "guard.app.kept-title" : "guard.app.name")}
      description={codes ? t("guard.app.kept-text") : setup && t("guard.app.scan")}
      once={codes !== null}
    >
      {codes ? (
        <KeptCodes codes={codes} onKept={close} />
      ) : setup ? (
        <Confirm setup={setup} onConfirmed={setCodes} onCancel={close} />
      ) : (
        <ProofForm action={t("guard.proof.go-on")} send={setUp} done={setSetup} onCancel={close} />
      )}
    </Dialog>
  );
}

type ConfirmProps = {
  setup: Setup;
  onConfirmed: (codes: readonly string[]) => void;
  onCancel: () => void;
};

function Confirm({ setup: { address, secret }, onConfirmed, onCancel }: ConfirmProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["code"],
    send: confirm,
    done: onConfirmed,
    check: (given) => missing({ code: given }),
    words: {
      "wrong-code": t("guard.second-step.wrong"),
      "second-step-on": t("guard.app.already"),
      "second-step-off": t("guard.app.not-on"),
    },
  });
  return (
    <DialogForm
      action={t("guard.app.confirm")}
      trouble={trouble}
      busy={busy}
      onSend={() => submit(code)}
      onCancel={onCancel}
    >
      <QrCode of={address} label={t("guard.app.qr")} />
      <dl className={styles.secret}>
        <dt>{t("guard.app.secret")}</dt>
        <dd dir="ltr">
          <code>{inFours(secret)}</code>
        </dd>
      </dl>
      <TextField
        label={t("guard.second-step.code")}
        hint={t("guard.second-step.code-hint")}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        dir="ltr"
        required
        autoFocus
        value={code}
        onValue={setCode}
        error={fault("code")}
      />
    </DialogForm>
  );
}

/** For reading and typing: apps take the spaces too. */
function inFours(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}
