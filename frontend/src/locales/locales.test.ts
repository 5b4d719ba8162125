import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCES = join(import.meta.dirname, "..");
const LANGUAGES = ["en", "fr", "ar"] as const;
const PLURAL = /_(zero|one|two|few|many|other)$/;
const NUMBERS = new Set(["{{count}}", "{{number}}"]);

type Words = ReadonlyMap<string, string>;

const words = new Map<string, Words>(LANGUAGES.map((language) => [language, wordsOf(language)]));
const stems = new Set([...words.values()].flatMap((known) => [...known.keys()].map(stemOf)));

describe.each(LANGUAGES)("the words in %s", (language) => {
  const known = words.get(language) ?? new Map<string, string>();
  const counted = countedStems();
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;

  it("are there for every key of any language, in every form that counting needs", () => {
    const wanted = [...stems].flatMap((stem) =>
      counted.has(stem) ? forms.map((form) => `${stem}_${form}`) : [stem],
    );
    expect([...known.keys()].toSorted()).toEqual(wanted.toSorted());
  });
  it("are never empty", () => {
    expect([...known].filter(([, text]) => text.trim() === "")).toEqual([]);
  });
  it("put in the same values and tags as the English ones", () => {
    const english = words.get("en") ?? new Map<string, string>();
    const other = [...known].filter(([key, text]) => {
      // A form for one alone may say the number in words.
      const model = english.get(key) ?? english.get(`${stemOf(key)}_other`) ?? "";
      return slots(text, PLURAL.test(key)) !== slots(model, PLURAL.test(key));
    });
    expect(other).toEqual([]);
  });
});

it("no key is there that no source uses", () => {
  const used = patternsInSources();
  expect([...stems].filter((stem) => !used.some((pattern) => pattern.test(stem)))).toEqual([]);
});

function wordsOf(language: string): Words {
  const folder = join(import.meta.dirname, language);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(
    files.flatMap((name) => {
      const parsed: unknown = JSON.parse(readFileSync(join(folder, name), "utf8"));
      return leaves(parsed, name.replace(".json", ""));
    }),
  );
}

function leaves(node: unknown, key: string): [string, string][] {
  if (typeof node === "string") return [[key, node]];
  if (typeof node !== "object" || node === null)
    throw new Error(`${key} is neither words nor more keys.`);
  return Object.entries(node).flatMap(([name, below]) => leaves(below, `${key}.${name}`));
}

function stemOf(key: string): string {
  return key.replace(PLURAL, "");
}

/** The keys that some language has in forms for different numbers. */
function countedStems(): Set<string> {
  const keys = [...words.values()].flatMap((known) => [...known.keys()]);
  return new Set(keys.filter((key) => PLURAL.test(key)).map(stemOf));
}

/** What is put into a text: values and tags, the number left out where its form may say it. */
function slots(text: string, counted: boolean): string {
  const found = text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? [];
  return [...new Set(found)]
    .filter((slot) => !counted || !NUMBERS.has(slot))
    .toSorted()
    .join(" ");
}

/** What the sources may name: every string in them, and every template with anything in its gaps. */
function patternsInSources(): RegExp[] {
  const literals = /"([a-z][\w-]*(?:\.[\w-]+)+)"|`([a-z][\w-]*\.(?:[^`$]|\$\{[^}]*\})+)`/g;
  const texts = sourceFiles(SOURCES).map((path) => readFileSync(path, "utf8"));
  const named = texts.flatMap((text) =>
    [...text.matchAll(literals)].map((match) => match[1] ?? match[2] ?? ""),
  );
  return [...new Set(named)].map(
    (name) => new RegExp(`^${escape(name).replaceAll(/\\\$\\\{.*?\\\}/g, "[\\w-]+")}$`),
  );
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\.test\.|generated|locales/.test(relative(SOURCES, path)));
}
