import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Term } from "@/generated/api";
import type { Look } from "./Button";
import { Radios } from "./Choice";
import { TextDialog } from "./TextDialog";
import styles from "./WordsDialog.module.css";

const TERMS: readonly Term[] = ["1-day", "7-days", "30-days", "for-good"];

type Said = { words: string; term: Term };

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
export function WordsDialog({ text, name, lasting = false, send, ...dialog }: Props) {
  const { t } = useTranslation();
  const [term, setTerm] = useState<Term>("7-days");
  return (
    <TextDialog
      {...dialog}
      description={text}
      label={t("deciding.words")}
      name="words"
      hint={t("deciding.words-hint", { name })}
      send={(words) => send({ words, term })}
    >
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
    </TextDialog>
  );
}
