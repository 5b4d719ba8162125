const BROWSERS = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bSafari\//],
] as const;
const SYSTEMS = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b|\bMacintosh\b/],
  ["Linux", /\bLinux\b/],
] as const;
const HANDHELD = new Set(["iPhone", "iPad", "Android"]);

export type Device = { browser: string | null; system: string | null; handheld: boolean };

/** What a client's name for itself says of browser and system; each claims to be others too, so order matters. */
export function deviceOf(agent: string): Device {
  const browser = BROWSERS.find(([, sign]) => sign.test(agent))?.[0] ?? null;
  const system = SYSTEMS.find(([, sign]) => sign.test(agent))?.[0] ?? null;
  return { browser, system, handheld: system !== null && HANDHELD.has(system) };
}
