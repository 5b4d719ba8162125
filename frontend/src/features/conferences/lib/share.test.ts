import { expect, test } from "vitest";
import { shareBy } from "./share";

test("Words and link survive on their way, whatever signs they have", () => {
  const link = "https://meet.example.org/conference?c=1";
  const words = "Bees & wasps: 100 % honey?";
  const shared = new URL(shareBy("x", link, words)).searchParams;
  expect(shared.get("text")).toBe(words);
  expect(shared.get("url")).toBe(link);
  const mail = new URL(shareBy("mail", link, words)).searchParams;
  expect(mail.get("subject")).toBe(words);
  expect(mail.get("body")).toBe(`${words}\n${link}`);
});
