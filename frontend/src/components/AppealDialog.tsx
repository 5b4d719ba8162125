import { useState } from "react";
import { useTranslation } from "react-i18next";
import { appeal } from "@/lib/appeals";
import { missing, tooLong, useSubmission } from "@/lib/form";
import { Dialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { Count, TextArea } from "./Field";

const MOST = 2000; // characters

type Props = {
  /** The decision. */
  id: string;
  open: boolean;
  onClose: () => void;
  done: () => void;
};

/** An appeal against a decision about oneself, which can be made once. */
export function AppealDialog({ id, open, onClose, done }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const { submit, busy, fault, trouble, reset } = useSubmission({
    fields: ["text"],
    send: (plea: string) => appeal(id, plea),
    done: () => {
      onClose();
      done();
    },
    check: (plea) => ({ ...missing({ text: plea }), ...tooLong({ text: plea }, { text: MOST }) }),
    words: {
      "already-appealed": t("deciding.mine.already"),
      "not-in-force": t("deciding.over"),
    },
  });
  const close = () => {
    onClose();
    reset();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t("deciding.mine.appeal-title")}
      description={t("deciding.mine.appeal-text")}
    >
      <DialogForm
        action={t("deciding.mine.send")}
        trouble={trouble}
        busy={busy}
        onSend={() => submit(text)}
        onCancel={close}
      >
        <TextArea
          label={t("deciding.mine.plea")}
          name="text"
          rows={5}
          required
          value={text}
          onValue={setText}
          error={fault("text")}
          aside={<Count of={text} most={MOST} />}
        />
      </DialogForm>
    </Dialog>
  );
}
