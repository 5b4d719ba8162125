import { useTranslation } from "react-i18next";
import { longDay, nearDay, timeOfDay } from "@/lib/dates";
import { useMinute } from "@/lib/now";

/** Says when something was, to the minute: Today, 18:40. */
export function useWhen(): (at: string) => string {
  const { t, i18n } = useTranslation();
  const now = useMinute();
  return (at) =>
    t("common.when", {
      day: nearDay(at, i18n.language, now) ?? longDay(at, i18n.language, now),
      time: timeOfDay(at, i18n.language),
    });
}
