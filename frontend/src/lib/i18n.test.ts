import { expect, it } from "vitest";
import { learnRoom, speak, speech, startI18n } from "./i18n";

function joins(name: string): string {
  return speech.t("common.card.join-whom", { name });
}

it("what is put into a sentence is written in its own direction and turns nothing around it", async () => {
  await startI18n();
  expect(joins("Zoë O’Neill & Co.")).toBe("Join Zoë O’Neill & Co.");
  expect(joins("أمل (حداد)")).toBe("Join \u2068أمل (حداد)\u2069");
  await speak("ar");
  expect(document.documentElement.dir).toBe("rtl");
  expect(joins("C++ (2)")).toContain("\u2068C++ (2)\u2069");
});

it("the language that was asked for last is spoken, whichever comes first", async () => {
  const slow = speak("fr");
  await Promise.all([speak("en"), slow]);
  expect(speech.language).toBe("en");
  expect(document.documentElement.lang).toBe("en");
});

it("what a page needs beyond that is had in every language that is spoken from then on", async () => {
  await Promise.all([speak("fr"), learnRoom()]);
  expect(speech.t("room.mute")).toBe("Couper");
  await speak("ar");
  expect(speech.t("room.mute")).toBe("كتم");
  expect(speech.t("jitsi.back")).toBe("العودة");
});
