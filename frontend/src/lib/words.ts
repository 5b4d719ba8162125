import type { TFunction } from "i18next";
import type { Limits } from "@/generated/api";
import { OFFLINE, Refusal } from "@/lib/api";
import { wait } from "@/lib/dates";
import { figures, megabytes } from "@/lib/numbers";

const KNOWN = [
  "offline",
  "internal",
  "unavailable",
  "not-found",
  "not-signed-in",
  "email-not-verified",
  "account-suspended",
  "wrong-password",
  "too-large",
  "cross-site",
  "new-version",
  "other-account",
] as const;
type Known = (typeof KNOWN)[number];

function isKnown(code: string): code is Known {
  return KNOWN.some((known) => known === code);
}

// What others did meanwhile, and what is not for everybody; the door has no words for it, as it happens inside alone.
const REFUSALS = [
  "already-connected",
  "nothing-pending",
  "conference-finished",
  "conference-not-live",
  "not-speaker",
  "not-moderator",
  "second-step-required",
  "not-suspended",
  "own-account",
  "recipient-unavailable",
  "room-full",
  "removed",
] as const;

/** What went wrong, in words for anybody, and what to do about it. */
export function wordsFor(error: unknown, t: TFunction, language: string): string {
  if (!(error instanceof Refusal)) return t("problem.internal");
  if (error.status === 429) {
    const told = { wait: wait(error.retryAfter ?? 1, language) };
    return error.code === "too-many-strangers"
      ? t("refusal.too-many-strangers", told)
      : t("problem.too-many", told);
  }
  const refusal = REFUSALS.find((known) => known === error.code);
  if (refusal) return t(`refusal.${refusal}`);
  return isKnown(error.code) ? t(`problem.${error.code}`) : t("problem.internal");
}

const ASKED = new Set(["not-signed-in", "other-account"]);

/** Whether a dialog over the page says it: that one is signed out, or that somebody else is signed in. */
export function isSaidByDialog(error: unknown): boolean {
  return error instanceof Refusal && ASKED.has(error.code);
}

/** Whether it may work when it is tried again, nothing else having changed. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Refusal)) return true;
  return error.code === OFFLINE || error.status === 429 || error.status >= 500;
}

const FAULTS = [
  "too-short",
  "too-long",
  "characters",
  "email",
  "website",
  "time-zone",
  "breached",
  "guessable",
  "missing",
  "malformed",
  "outdated",
  "own-account",
  "recipients",
  "format",
  "broken",
  "too-large",
  "too-many-pixels",
] as const;

/** What is wrong with one field; what may be is what the operator has set. */
export function wordsForField(
  code: string,
  limits: Limits,
  t: TFunction,
  language: string,
): string {
  const known = FAULTS.find((fault) => fault === code);
  return t(`problem.field.${known ?? "other"}`, {
    most: figures(limits.recipients, language),
    size: megabytes(limits.picture_bytes, language),
  });
}
