import { useTranslation } from "react-i18next";
import { isPassing, wordsFor } from "@/lib/words";
import { Button } from "./Button";
import styles from "./Trouble.module.css";

type Props = { error: unknown; onRetry?: () => void };

/** What went wrong, where it went wrong, with a button to try again where that may help. */
export function Trouble({ error, onRetry }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <div className={styles.trouble} role="alert">
      <p>{wordsFor(error, t, i18n.language)}</p>
      {onRetry && isPassing(error) && (
        <Button size="small" onClick={onRetry}>
          {t("problem.retry")}
        </Button>
      )}
    </div>
  );
}

/** The same beside a form's button, where the form itself is the way to try again. */
export function FormTrouble({ words, id }: { words: string | null; id?: string }) {
  return (
    <div className={styles.place}>
      {words && (
        <p id={id} className={styles.form} role="alert">
          {words}
        </p>
      )}
    </div>
  );
}
