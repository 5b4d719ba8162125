import { describe, expect, it } from "vitest";
import { answerTo, paragraphs } from "./answer";

describe("the subject of an answer", () => {
  it("is marked as one, once", () => {
    expect(answerTo("Seedlings")).toBe("Re: Seedlings");
    expect(answerTo("Re: Seedlings")).toBe("Re: Seedlings");
    expect(answerTo("RE: Seedlings")).toBe("RE: Seedlings");
  });

  it("is no longer than a subject may be, and splits no character", () => {
    const long = answerTo("🌱".repeat(200));
    expect(Array.from(long)).toHaveLength(200);
    expect(long.endsWith("🌱")).toBe(true);
  });
});

describe("a text", () => {
  it("has a paragraph between empty lines, and keeps its own lines", () => {
    expect(paragraphs("Dear three,\n\nOne\ntwo\n \n\nZola\n")).toEqual([
      "Dear three,",
      "One\ntwo",
      "Zola\n",
    ]);
  });
});
