import { useTranslation } from "react-i18next";
import { useSay } from "@/components/Toasts";
import { isSaidByDialog, wordsFor } from "@/lib/words";

/** Says that something could not be kept, and why, unless a dialog does. */
export function useSayFailure(): (error: Error) => void {
  const { t, i18n } = useTranslation();
  const say = useSay();
  return (error) => {
    if (isSaidByDialog(error)) return;
    say(t("settings.not-saved", { why: wordsFor(error, t, i18n.language) }));
  };
}
