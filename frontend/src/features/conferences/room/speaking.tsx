import { createInstance } from "i18next";
import type { ReactNode } from "react";
import { I18nextProvider, initReactI18next } from "react-i18next";
import en from "@/locales/en";
import meeting from "@/locales/en/meeting";

const speech = createInstance();
await speech.use(initReactI18next).init({
  lng: "en",
  ns: ["page"],
  defaultNS: "page",
  resources: { en: { page: { ...en, ...meeting } } },
});

/** Has what a test draws speak English. */
export function Speaking({ children }: { children: ReactNode }) {
  return <I18nextProvider i18n={speech}>{children}</I18nextProvider>;
}
