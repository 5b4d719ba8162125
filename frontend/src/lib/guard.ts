import { type Language, need } from "@/lib/i18n";
import type en from "@/locales/en/guard";

// What guards an account beside its password has words of its own, which come with it alone.
const words: Record<Language, () => Promise<{ default: typeof en }>> = {
  en: () => import("@/locales/en/guard"),
  fr: () => import("@/locales/fr/guard"),
  ar: () => import("@/locales/ar/guard"),
};

export async function learnGuard(): Promise<void> {
  await need(words);
}
