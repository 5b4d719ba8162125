import { memory } from "@/lib/storage";

export const THEMES = ["device", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const KEPT_AS = "wexstream.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const kept = memory.read(KEPT_AS);
  return THEMES.find((theme) => theme === kept) ?? "device";
}

export function chooseTheme(theme: Theme): void {
  memory.write(KEPT_AS, theme);
  show();
}

/** Show the chosen theme, and follow the device where that is what was chosen. */
export function startTheme(): void {
  dark.addEventListener("change", show);
  show();
}

function show(): void {
  const chosen = chosenTheme();
  const shown = chosen === "device" ? (dark.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset["theme"] = shown;
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  // What the browser draws around the page.
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    meta.content = paper;
  }
}
