import { describe, expect, it } from "vitest";
import { strength } from "./strength";

describe("the strength of a password", () => {
  it("is short below what the server takes", () => {
    expect(strength("Xk9#qR2", 8)).toBe("short");
  });
  it("counts characters, not units of memory", () => {
    expect(strength("🦊🦊🦊🦊", 8)).toBe("short");
  });
  it.each(["aaaaaaaaaaaaaaaa", "abcdefgh12345678", "password"])("is weak for %s", (password) => {
    expect(strength(password, 8)).toBe("weak");
  });
  it("rises with length", () => {
    const levels = ["fox.tea.", "fox.tea.mug", "fox.tea.mug.r", "fox.tea.mug.river"];
    expect(levels.map((password) => strength(password, 8))).toEqual([
      "weak",
      "fair",
      "good",
      "strong",
    ]);
  });
  it("takes letters of scripts without cases for what they are", () => {
    expect(strength("قمر بحر شجرة كتاب", 8)).toBe("strong");
  });
});
