import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import { within } from "@/lib/direction";
import { memory } from "@/lib/storage";
import type en from "@/locales/en";
import type deciding from "@/locales/en/deciding";
import type elsewhere from "@/locales/en/elsewhere";
import type guard from "@/locales/en/guard";
import type meeting from "@/locales/en/meeting";
import type moderating from "@/locales/en/moderating";

export const LANGUAGES = ["en", "fr", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];
type Words = typeof en &
  typeof meeting &
  typeof elsewhere &
  typeof guard &
  typeof moderating &
  typeof deciding;
type DoorWords = Pick<Words, "account" | "common" | "problem">;
type Source<W> = Record<Language, () => Promise<{ default: W }>>;

/** What each language calls itself. */
export const NAMES: Record<Language, string> = { en: "English", fr: "Français", ar: "العربية" };

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "page";
    resources: { page: Words };
  }
}

export const speech = createInstance();
const KEPT_AS = "wexstream.language";
// What is needed before anybody is signed in comes alone, so that the door opens fast.
const doorWords: Source<DoorWords> = {
  en: () => import("@/locales/en/door"),
  fr: () => import("@/locales/fr/door"),
  ar: () => import("@/locales/ar/door"),
};
const allWords: Source<typeof en> = {
  en: () => import("@/locales/en"),
  fr: () => import("@/locales/fr"),
  ar: () => import("@/locales/ar"),
};
// And so does what only rooms say.
const roomWords: Source<typeof meeting> = {
  en: () => import("@/locales/en/meeting"),
  fr: () => import("@/locales/fr/meeting"),
  ar: () => import("@/locales/ar/meeting"),
};

export function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((known) => known === value);
}

/** The language chosen here before, or the first of the browser's that we speak. */
function preferred(): Language {
  const kept = memory.read(KEPT_AS);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en";
}

export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

function directionNow(): "ltr" | "rtl" {
  return isLanguage(speech.language) ? directionOf(speech.language) : "ltr";
}

export async function startI18n(): Promise<void> {
  const language = preferred();
  await speech.use(initReactI18next).init({
    lng: language,
    ns: ["page"],
    defaultNS: "page",
    resources: { [language]: { page: (await doorWords[language]()).default } },
    // React escapes what is drawn. What is left to see to is that names and titles turn no sentence around.
    interpolation: { escape: (words: string) => within(words, directionNow()) },
    returnNull: false,
  });
  show(language);
}

let wanted: Language | null = null;

/** Speak another language from now on; nothing that was typed is lost by it. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  if (speech.language === language) return;
  await learn(language);
  if (wanted !== language) return; // another was chosen while this one came
  await speech.changeLanguage(language);
  memory.write(KEPT_AS, language);
  show(language);
}

/** Have the words of every page, beyond those of the door. */
export async function learnAll(): Promise<void> {
  needed.delete(doorWords);
  await need(allWords);
}

/** Have the words of rooms as well. */
export async function learnRoom(): Promise<void> {
  await need(roomWords);
}

const needed = new Set<Source<object>>([doorWords]);
const learnt = new Map<Source<object>, Set<Language>>();

/** Have the words of a source, in whatever language is spoken from now on. */
export async function need(source: Source<object>): Promise<void> {
  needed.add(source);
  // Another language may be on its way, which was asked for before this was needed.
  const languages = [speech.language, wanted].filter(isLanguage);
  await Promise.all(languages.map((language) => learn(language)));
}

async function learn(language: Language): Promise<void> {
  await Promise.all([...needed].map((source) => learnFrom(source, language)));
}

async function learnFrom(source: Source<object>, language: Language): Promise<void> {
  const known = learnt.get(source) ?? new Set();
  if (known.has(language)) return;
  const { default: words } = await source[language]();
  speech.addResourceBundle(language, "page", words, true, true);
  learnt.set(source, known.add(language));
}

function show(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}
