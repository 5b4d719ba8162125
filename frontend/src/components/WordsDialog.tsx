import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Term } from "@/generated/api";
import { missing, tooLong, useSubmission } from "@/lib/form";
import type { Look } from "./Button";
import { Radios } from "./Choice";
import { Dialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { Count, TextArea } from "./Field";
import styles from "./WordsDialog.module.css";

const MOST = 2000; // characters
const TERMS: readonly Term[] = ["1-day", "7-days", "30-days", "for-good"];

export type Said = { words: string; term: Term };

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What becomes of it. */
  text: string;
  /** Whom the words are for. */
  name: string;
  /** The word of the deed. */
  action: string;
  look?: Look;
  /** Whether it is asked for how long, too. */
  lasting?: boolean;
  send: (said: Said) => Promise<unknown>;
  done: () => void;
  /** Words for codes that mean something particular here. */
  refusals?: Partial<Record<string, string>>;
};

/** What a moderator decides about somebody, with the words for that one, and perhaps for how long. */
export function WordsDialog(props: Props) {
  const { open, onClose, title, text, name, action, look = "filled", lasting = false } = props;
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const [term, setTerm] = useState<Term>("7-days");
  const { submit, busy, fault, trouble, reset } = useSubmission({
    fields: ["words"],
    send: props.send,
    done: () => {
      setWords("");
      onClose();
      props.done();
    },
    check: (said: Said) => ({
      ...missing({ words: said.words }),
      ...tooLong({ words: said.words }, { words: MOST }),
    }),
    words: props.refusals ?? {},
  });
  const close = () => {
    onClose();
    reset();
  };
  return (
    <Dialog open={open} onClose={close} title={title} description={text}>
      <DialogForm
        action={action}
        look={look}
        trouble={trouble}
        busy={busy}
        onSend={() => submit({ words, term })}
        onCancel={close}
      >
        <TextArea
          label={t("deciding.words")}
          name="words"
          rows={4}
          required
          value={words}
          onValue={setWords}
          error={fault("words")}
          hint={t("deciding.words-hint", { name })}
          aside={<Count of={words} most={MOST} />}
        />
        {lasting && (
          <fieldset className={styles.term}>
            <legend>{t("deciding.term")}</legend>
            <Radios
              label={t("deciding.term")}
              value={term}
              onValue={setTerm}
              options={TERMS.map((value) => ({ value, label: t(`deciding.terms.${value}`) }))}
            />
          </fieldset>
        )}
      </DialogForm>
    </Dialog>
  );
}
