import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { TextField } from "@/components/Field";
import { FormTrouble } from "@/components/Trouble";
import { missing, useSubmission } from "@/lib/form";
import { learnGuard } from "@/lib/guard";
import { doSecondStep } from "../api/second-step";
import type { Opened } from "../api/sign-in";
import styles from "../routes/accounts.module.css";

export type CodeFormProps = {
  onOpened: (opened: Opened) => void | Promise<void>;
  /** How one begins anew, where no page leads there. */
  onBack?: () => void;
  /** What stands below. */
  children?: ReactNode;
};

export const learn = learnGuard;

/** The second step of signing in: a code of the app, or one that was kept for when that is gone. */
export default function CodeForm({ onOpened, onBack, children }: CodeFormProps) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  return (
    <Form key={String(kept)} kept={kept} onOther={() => setKept(!kept)} onOpened={onOpened}>
      {onBack && (
        <Button look="quiet" wide onClick={onBack}>
          {t("guard.second-step.back")}
        </Button>
      )}
      {children}
    </Form>
  );
}

type Props = CodeFormProps & { kept: boolean; onOther: () => void };

function Form({ kept, onOther, onOpened, children }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["code"],
    send: doSecondStep,
    done: onOpened,
    check: (given) => missing({ code: given }),
    words: {
      "wrong-code": t(kept ? "guard.second-step.kept-wrong" : "guard.second-step.wrong"),
      "sign-in-outdated": t("guard.second-step.outdated"),
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit(code);
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <p className={styles.text}>
        {t(kept ? "guard.second-step.kept-text" : "guard.second-step.text")}
      </p>
      <TextField
        label={t(kept ? "guard.second-step.kept-code" : "guard.second-step.code")}
        hint={t(kept ? "guard.second-step.kept-hint" : "guard.second-step.code-hint")}
        name="code"
        inputMode={kept ? "text" : "numeric"}
        autoComplete={kept ? "off" : "one-time-code"}
        autoCapitalize="off"
        spellCheck={false}
        dir="ltr"
        required
        autoFocus
        value={code}
        onValue={setCode}
        error={fault("code")}
      />
      <FormTrouble words={trouble} />
      <Button type="submit" look="filled" size="large" wide busy={busy}>
        {t("guard.second-step.button")}
      </Button>
      <Button look="quiet" wide onClick={onOther}>
        {t(kept ? "guard.second-step.use-app" : "guard.second-step.use-kept")}
      </Button>
      {children}
    </form>
  );
}
