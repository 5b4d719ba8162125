import { type Language, need } from "@/lib/i18n";
import type en from "@/locales/en/deciding";

// What is said of warnings, suspensions and appeals comes with them alone.
const words: Record<Language, () => Promise<{ default: typeof en }>> = {
  en: () => import("@/locales/en/deciding"),
  fr: () => import("@/locales/fr/deciding"),
  ar: () => import("@/locales/ar/deciding"),
};

export async function learnDeciding(): Promise<void> {
  await need(words);
}
