import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { beforeEach, expect, it, vi } from "vitest";

const BEFORE_THE_PAGE = readFileSync(join(import.meta.dirname, "../../public/theme.js"), "utf8");

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});

it.each([
  [null, true, "dark"],
  [null, false, "light"],
  ["device", true, "dark"],
  ["light", true, "light"],
  ["dark", false, "dark"],
  ["mauve", false, "light"],
])("with %s chosen, on a dark device: %s, both draw it %s", async (chosen, dark, expected) => {
  vi.stubGlobal("matchMedia", () => ({ matches: dark, addEventListener: () => {} }));
  if (chosen) localStorage.setItem("wexstream.theme", chosen);
  runInThisContext(BEFORE_THE_PAGE);
  expect(document.documentElement.dataset["theme"]).toBe(expected);
  delete document.documentElement.dataset["theme"];
  const { startTheme } = await import("./theme");
  startTheme();
  expect(document.documentElement.dataset["theme"]).toBe(expected);
});
