import type { TFunction } from "i18next";
import { Refusal } from "@/lib/api";
import { wordsFor, wordsForField } from "@/lib/words";

/** What is wrong with a picture, or with the way of it. */
export function wordsOfPicture(error: Error, t: TFunction, language: string): string {
  const fault = error instanceof Refusal ? error.fields?.[0]?.code : undefined;
  return fault === undefined ? wordsFor(error, t, language) : wordsForField(fault, t);
}
