import { beforeEach, expect, test, vi } from "vitest";

const JITSI = "https://meet.example.org/external_api.js";

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
});

/** Browsers that know trusted types make one policy of a name, and take its addresses alone. */
function policies(): string[] {
  const made: string[] = [];
  vi.stubGlobal("trustedTypes", {
    createPolicy: (name: string, rules: unknown) => {
      made.push(name);
      return rules;
    },
  });
  return made;
}

test.each([true, false])(
  "With trusted types: %s, the meetings' script comes from the first place that the server names alone",
  async (known) => {
    const made = known ? policies() : [];
    const { meetingsScript } = await import("./scripts");
    expect(meetingsScript(JITSI).src).toBe(JITSI);
    expect(made).toEqual(known ? ["app"] : []);
    for (const other of ["https://evil.example/external_api.js", "http://meet.example.org/a.js"]) {
      expect(() => meetingsScript(other)).toThrow(expect.objectContaining({ name: "TypeError" }));
    }
  },
);

test("What is no address at all is refused", async () => {
  policies();
  const { meetingsScript } = await import("./scripts");
  expect(() => meetingsScript("https://")).toThrow(expect.objectContaining({ name: "TypeError" }));
});
