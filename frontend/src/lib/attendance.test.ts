import { createInstance } from "i18next";
import { beforeAll, describe, expect, test } from "vitest";
import ar from "@/locales/ar";
import en from "@/locales/en";
import fr from "@/locales/fr";
import { attendance, company, howLong, lasted, strung } from "./attendance";

const speech = createInstance();
const ME = "me";
const ines = { id: "1", full_name: "Inês Carvalho", picture: null };
const bea = { id: "2", full_name: "Bea Lindgren", picture: null };
const me = { id: ME, full_name: "Clara Weiss", picture: null };

beforeAll(async () => {
  await speech.init({
    lng: "en",
    ns: ["page"],
    defaultNS: "page",
    resources: { en: { page: en }, fr: { page: fr }, ar: { page: ar } },
    interpolation: { escapeValue: false },
  });
});

/** Without the signs that keep a name in its own direction. */
function plain(words: string): string {
  return words.replaceAll(/[\u2068\u2069]/g, "");
}

function said(language: string, people: (typeof ines)[], count: number, joined = false): string {
  const seen = { joined, people, people_count: count };
  return plain(attendance(seen, ME, speech.getFixedT(language), language));
}

describe("Who was there", () => {
  test("begins with the reader, who may not be among those that are shown", () => {
    expect(said("en", [ines, bea], 6, true)).toBe("You, Inês and 4 others");
  });
  test("does not name the reader twice", () => {
    expect(said("en", [me, ines, bea], 3, true)).toBe("You, Inês and Bea");
  });
  test("counts nobody where all are named", () => {
    expect(said("en", [ines], 1)).toBe("Inês");
  });
  test("says one other in the singular", () => {
    expect(said("en", [me], 2, true)).toBe("You and 1 other");
  });
  test("is strung together as each language does", () => {
    expect(said("fr", [ines, bea], 6, true)).toBe("Vous, Inês et 4 autres");
    expect(said("ar", [ines, bea], 6, true)).toBe("أنت وInês و4 آخرون");
  });
  test("is nothing where nobody came", () => {
    expect(said("en", [], 0)).toBe("");
  });
});

function there(known: (typeof ines)[], count: number): string {
  return plain(company(known, count, speech.getFixedT("en"), "en"));
}

describe("Who is there", () => {
  const ravi = { id: "3", full_name: "Ravi Menon", picture: null };

  test("are two whom one knows by name, and how many others", () => {
    expect(there([ines, bea, ravi], 9)).toBe("Inês, Bea and 7 others");
    expect(there([ines], 2)).toBe("Inês and 1 other");
  });
  test("are no others where there are none", () => {
    expect(there([ines, bea], 2)).toBe("Inês and Bea");
  });
  test("are never fewer than one knows, who may have come since they were counted", () => {
    expect(there([ines, bea], 1)).toBe("Inês and Bea");
  });
});

function long(language: string, minutes: number): string {
  const until = new Date(Date.parse("2026-11-22T10:00:00Z") + minutes * 60_000).toISOString();
  return lasted("2026-11-22T10:00:00Z", until, speech.getFixedT(language));
}

describe("How long it took", () => {
  test("is said in minutes below an hour", () => {
    expect(long("en", 48)).toBe("48 min");
    expect(long("ar", 48)).toBe("48 دقيقة");
  });
  test("has two figures of minutes beside hours", () => {
    expect(long("en", 123)).toBe("2 h 03");
    expect(long("ar", 75)).toBe("ساعة و15 دقيقة");
  });
  test("leaves out minutes where there are none", () => {
    expect(long("fr", 120)).toBe("2 h");
    expect(long("ar", 120)).toBe("ساعتان");
  });
  test("is a minute at least", () => {
    expect(howLong(0, speech.getFixedT("en"))).toBe("1 min");
    expect(howLong(89, speech.getFixedT("en"))).toBe("1 min");
    expect(howLong(4_500, speech.getFixedT("en"))).toBe("1 h 15");
  });
});

test("Things in a row have the language's words between them", () => {
  expect(strung([1, 2, 3], "en")).toEqual([1, ", ", 2, " and ", 3]);
  expect(strung(["Inês", "Noor"], "fr").join("")).toBe("Inês et Noor");
  expect(strung([], "ar")).toEqual([]);
});
