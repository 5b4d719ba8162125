import type { TFunction } from "i18next";

const WORDS = ["2", "3", "4", "5", "6", "7", "8", "9", "10"] as const;

/** A number that begins a sentence: a word up to ten. */
export function counted(count: number, t: TFunction, language: string): string {
  const known = WORDS.find((word) => word === String(count));
  return known ? t(`network.number.${known}`) : new Intl.NumberFormat(language).format(count);
}
