import { useTranslation } from "react-i18next";
import { longDay, nearDay, timeOfDay } from "@/lib/dates";
import { useNow } from "@/lib/now";

const MINUTE = 60_000;

/** Says when something was, to the minute. */
export function useWhen(): (at: string) => string {
  const { t, i18n } = useTranslation();
  const now = useNow(MINUTE);
  return (at) =>
    t("message.when", {
      day: nearDay(at, i18n.language, now) ?? longDay(at, i18n.language, now),
      time: timeOfDay(at, i18n.language),
    });
}
