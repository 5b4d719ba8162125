import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isSaidByDialog, wordsFor } from "@/lib/words";
import { Icon } from "./Icon";
import styles from "./Toasts.module.css";

/** Where short words appear about what has just happened, with a way to undo it. */
export function Toasts() {
  const { t } = useTranslation();
  const { toasts, close } = Toast.useToastManager();
  // There is room for a few; the oldest goes, as if its time were over, rather than be there and do nothing.
  useEffect(() => {
    for (const { id, limited } of toasts) if (limited) close(id);
  }, [toasts, close]);
  return (
    <Toast.Portal>
      <Toast.Viewport className={styles.viewport}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
            <Toast.Content className={styles.content}>
              <Toast.Title className={styles.words} render={<p />} />
              {toast.actionProps && <Toast.Action className={styles.action} />}
              <Toast.Close className={styles.close} aria-label={t("common.dialog.close")}>
                <Icon of={X} />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

/** Says something for a while, perhaps with something to do about it. */
export function useSay(): (
  words: string,
  action?: { label: string; run: () => void },
  /** Once it is no longer there, acted upon or not. */
  gone?: () => void,
) => void {
  const { add, close } = Toast.useToastManager();
  return (words, action, gone) => {
    const id: string = add({
      title: words,
      timeout: 6000,
      ...(gone && { onClose: gone }),
      ...(action && {
        actionProps: {
          children: action.label,
          onClick: () => {
            action.run();
            close(id);
          },
        },
      }),
    });
  };
}

/** Says why something could not be done, in a sentence where one is given, unless a dialog does. */
export function useSayFailure(sentence = (why: string) => why): (error: unknown) => void {
  const { t, i18n } = useTranslation();
  const say = useSay();
  return (error) => {
    if (isSaidByDialog(error)) return;
    say(sentence(wordsFor(error, t, i18n.language)));
  };
}
