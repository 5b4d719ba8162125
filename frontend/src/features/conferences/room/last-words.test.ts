import { expect, test, vi } from "vitest";
import { beforeEnd, lastWords } from "./last-words";

test("It is over when every stage that is still there has said its word, or could not", async () => {
  const said = vi.fn<() => Promise<void>>(async () => {});
  const gone = vi.fn<() => Promise<void>>(async () => {});
  const forget = [
    beforeEnd(said),
    beforeEnd(() => Promise.reject(new Error("lost"))),
    beforeEnd(gone),
  ];
  forget[2]?.();
  await lastWords();
  expect(said).toHaveBeenCalledOnce();
  expect(gone).not.toHaveBeenCalled();
  for (const end of forget) end();
});
