import { useTranslation } from "react-i18next";
import { useSayFailure } from "@/components/Toasts";

/** Says that something could not be kept, and why. */
export function useSayUnsaved(): (error: unknown) => void {
  const { t } = useTranslation();
  return useSayFailure((why) => t("settings.not-saved", { why }));
}
