import type { TFunction } from "i18next";

const WORDS = ["2", "3", "4", "5", "6", "7", "8", "9", "10"] as const;

/** A small number as a word, a larger one in figures. */
export function numberWord(count: number, t: TFunction, language: string): string {
  const word = WORDS.find((known) => known === String(count));
  return word ? t(`common.number.${word}`) : figures(count, language);
}

/** Whose customs a language follows here: British days, and numerals that are the same in all three. */
const CUSTOMS: Partial<Record<string, string>> = { en: "en-GB", ar: "ar-u-nu-latn" };

/** The name by which the browser knows those customs. */
export function customs(language: string): string {
  return CUSTOMS[language] ?? language;
}

export function figures(count: number, language: string): string {
  return new Intl.NumberFormat(customs(language)).format(count);
}

/** How large a file is: 5 MB. */
export function megabytes(bytes: number, language: string): string {
  return new Intl.NumberFormat(customs(language), {
    style: "unit",
    unit: "megabyte",
    maximumFractionDigits: 1,
  }).format(bytes / 1024 ** 2);
}
