import { type Language, need } from "@/lib/i18n";
import type en from "@/locales/en/moderating";

// What the log says comes with it alone.
const words: Record<Language, () => Promise<{ default: typeof en }>> = {
  en: () => import("@/locales/en/moderating"),
  fr: () => import("@/locales/fr/moderating"),
  ar: () => import("@/locales/ar/moderating"),
};

export async function learnLog(): Promise<void> {
  await need(words);
}
