import { expect, test, vi } from "vitest";
import { createRemovals } from "./removals";

test("The server hears of a removal only when the time to undo has passed", () => {
  const send = vi.fn<(id: string) => Promise<void>>(async () => {});
  const removals = createRemovals(send);
  removals.hide("a");
  expect(removals.hidden().has("a")).toBe(true);
  expect(send).not.toHaveBeenCalled();
  removals.settle("a");
  expect(send).toHaveBeenCalledExactlyOnceWith("a");
  expect(removals.hidden().has("a")).toBe(true);
});

test("What was undone is there again, and the server never hears of it", () => {
  const send = vi.fn<(id: string) => Promise<void>>(async () => {});
  const removals = createRemovals(send);
  removals.hide("a");
  removals.restore("a");
  removals.settle("a");
  expect(removals.hidden().has("a")).toBe(false);
  expect(send).not.toHaveBeenCalled();
});

test("Leaving the page sends what waits, once", () => {
  const send = vi.fn<(id: string) => Promise<void>>(async () => {});
  const removals = createRemovals(send);
  removals.hide("a");
  removals.hide("b");
  removals.settleAll();
  removals.settle("a");
  expect(send.mock.calls).toEqual([["a"], ["b"]]);
});

test("What could not be removed comes back, and it is said", async () => {
  const removals = createRemovals(() => Promise.reject(new Error("no")));
  const hear = vi.fn<(error: unknown) => void>();
  removals.listen(hear);
  removals.hide("a");
  removals.settle("a");
  await vi.waitFor(() => expect(hear).toHaveBeenCalledOnce());
  expect(removals.hidden().has("a")).toBe(false);
});
