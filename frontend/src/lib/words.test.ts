import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInstance, type TFunction } from "i18next";
import { expect, test } from "vitest";
import { Refusal } from "@/lib/api";
import en from "@/locales/en";
import { wordsFor } from "./words";

const API = readFileSync(join(import.meta.dirname, "../generated/api.ts"), "utf8");
/** What only a program that is wrong is told, or what the page that asks has words of its own for. */
const ELSEWHERE = new Set([
  "bad-request",
  "idempotency-key-reused",
  "invalid",
  "last-way-in",
  "unsupported-media-type",
  "already-appealed",
  "already-resolved",
  "link-expired",
  "link-unknown",
  "link-used",
  "no-operator",
  "not-in-force",
  "own-decision",
  "passkey-known",
  "passkey-refused",
  "passkeys-full",
  "proof-required",
  "second-step",
  "second-step-off",
  "second-step-on",
  "sign-in-outdated",
  "wrong-code",
  "wrong-credentials",
]);

test("Every refusal that the API describes has words that say what it is", async () => {
  const speech = createInstance();
  const resources = { en: { page: en } };
  await speech.init({ lng: "en", ns: ["page"], defaultNS: "page", resources });
  const codes = [...API.matchAll(/`([a-z]+(?:-[a-z]+)*)`: [A-Z]/g)].map(([, code]) => code ?? "");
  const asked = [...new Set(codes)].filter((code) => !ELSEWHERE.has(code));
  expect(asked.length).toBeGreaterThan(10);
  const vague = asked.filter((code) => said(code, speech.t) === en.problem.internal);
  expect(vague).toEqual([]);
});

function said(code: string, t: TFunction): string {
  return wordsFor(new Refusal(code.startsWith("too-many") ? 429 : 409, code), t, "en");
}

test("A new account that approaches too many hears what it is about, and how long it waits", async () => {
  const speech = createInstance();
  await speech.init({
    lng: "en",
    ns: ["page"],
    defaultNS: "page",
    resources: { en: { page: en } },
  });
  const told = wordsFor(new Refusal(429, "too-many-strangers", [], 8_640), speech.t, "en");
  expect(told).toMatch(/^Your account is new: .* Try again in 3 hours\.$/);
  expect(wordsFor(new Refusal(429, "too-many-requests", [], 4), speech.t, "en")).toBe(
    "Too many attempts. Try again in 4 seconds.",
  );
});
