import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const BEFORE_THE_PAGE = readFileSync(join(import.meta.dirname, "../../public/theme.js"), "utf8");

/** Do what the document does before the page's own code is there. */
function beginDocument(): void {
  const script = document.createElement("script");
  script.text = BEFORE_THE_PAGE;
  document.head.append(script);
}

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});
afterEach(() => vi.restoreAllMocks());

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
  beginDocument();
  expect(document.documentElement.dataset["theme"]).toBe(expected);
  delete document.documentElement.dataset["theme"];
  const { startTheme } = await import("./theme");
  startTheme();
  expect(document.documentElement.dataset["theme"]).toBe(expected);
});

it("where the browser keeps nothing, both draw the device's, and what is chosen then lasts as long as the page", async () => {
  vi.spyOn(globalThis, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("Access is denied for this document.", "SecurityError");
  });
  vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: () => {} }));
  beginDocument();
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  const { chooseTheme, chosenTheme } = await import("./theme");
  chooseTheme("light");
  expect(document.documentElement.dataset["theme"]).toBe("light");
  expect(chosenTheme()).toBe("light");
});
