import { useTranslation } from "react-i18next";
import { isOutdated } from "@/lib/pieces";
import { isPassing, wordsFor } from "@/lib/words";
import { Button } from "./Button";
import styles from "./Trouble.module.css";

type Props = { error: unknown; onRetry?: () => void };

/** What went wrong, where it went wrong, with a button for what may help. */
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
      {isOutdated(error) && (
        <Button size="small" onClick={() => location.reload()}>
          {t("problem.reload")}
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
