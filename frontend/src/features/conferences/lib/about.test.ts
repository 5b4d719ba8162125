import { expect, test } from "vitest";
import type { Limits } from "@/generated/api";
import { wrongIn } from "./about";

const limits: Limits = {
  full_name: 100,
  bio: 100,
  title: 5,
  description: 5,
  subject: 200,
  body: 10_000,
  recipients: 50,
  password_shortest: 8,
  password_longest: 128,
  picture_bytes: 5_242_880,
};
const about = { title: "Bees", description: "", visibility: "private" } as const;

test("A title is needed, and blanks are none", () => {
  expect(wrongIn(about, limits)).toEqual({});
  expect(wrongIn({ ...about, title: " " }, limits)).toEqual({ title: "missing" });
});

test("Lengths are counted in characters, not in halves of them", () => {
  expect(wrongIn({ ...about, title: "🐝🐝🐝🐝🐝" }, limits)).toEqual({});
  const long = { ...about, title: "🐝🐝🐝🐝🐝🐝", description: "honeyed" };
  expect(wrongIn(long, limits)).toEqual({ title: "too-long", description: "too-long" });
});
