import { useTranslation } from "react-i18next";
import { useSay } from "@/components/Toasts";
import { Refusal } from "@/lib/api";
import { wordsFor } from "@/lib/words";

/** Says that something could not be kept, and why; where it is that one is signed out, a dialog says it. */
export function useSayFailure(): (error: Error) => void {
  const { t, i18n } = useTranslation();
  const say = useSay();
  return (error) => {
    if (error instanceof Refusal && error.code === "not-signed-in") return;
    say(t("settings.not-saved", { why: wordsFor(error, t, i18n.language) }));
  };
}
