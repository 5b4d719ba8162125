import { useTranslation } from "react-i18next";
import { Refusal } from "@/lib/api";
import { useConfig } from "@/lib/config";
import { wordsFor, wordsForField } from "@/lib/words";

/** What is wrong with a picture, or with the way of it. */
export function useWordsOfPicture(): (error: Error) => string {
  const { t, i18n } = useTranslation();
  const { limits } = useConfig();
  return (error) => {
    const fault = error instanceof Refusal ? error.fields?.[0]?.code : undefined;
    return fault === undefined
      ? wordsFor(error, t, i18n.language)
      : wordsForField(fault, limits, t, i18n.language);
  };
}
