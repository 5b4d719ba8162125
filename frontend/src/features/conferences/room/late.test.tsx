import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useLate } from "./late";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function pass(time: number): void {
  act(() => {
    vi.advanceTimersByTime(time);
  });
}

test("What lasts too long is late until it is over, and anew the next time", () => {
  const { result, rerender } = renderHook(({ lasts }) => useLate(lasts), {
    initialProps: { lasts: true },
  });
  pass(7_999);
  expect(result.current).toBe(false);
  pass(1);
  expect(result.current).toBe(true);
  rerender({ lasts: false });
  expect(result.current).toBe(false);
  rerender({ lasts: true });
  expect(result.current).toBe(false);
});
