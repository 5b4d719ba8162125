import { type Language, need } from "@/lib/i18n";
import type en from "@/locales/en/elsewhere";

// What signing in by other services says comes with it alone.
const words: Record<Language, () => Promise<{ default: typeof en }>> = {
  en: () => import("@/locales/en/elsewhere"),
  fr: () => import("@/locales/fr/elsewhere"),
  ar: () => import("@/locales/ar/elsewhere"),
};

export async function learnElsewhere(): Promise<void> {
  await need(words);
}

const PROBLEMS = [
  "provider-unavailable",
  "sign-in-failed",
  "sign-in-declined",
  "sign-in-outdated",
  "address-not-vouched",
  "address-barred",
  "consent-required",
  "identity-differs",
  "identity-taken",
  "account-suspended",
  "too-many-requests",
  "last-way-in",
] as const;
export type Problem = (typeof PROBLEMS)[number] | "other";

/** What somebody comes back with from a service: which, and what went wrong there. */
export function problemIn(search: URLSearchParams): { problem: Problem | null; provider: string } {
  const code = search.get("problem");
  const problem = code && (PROBLEMS.find((known) => known === code) ?? "other");
  return { problem: problem || null, provider: search.get("provider") ?? "" };
}

/** Where a browser goes to sign in by a service. */
export function wayTo(provider: string, wish: Readonly<Record<string, string>>): string {
  return `/api/auth/${provider}?${new URLSearchParams(wish)}`;
}
