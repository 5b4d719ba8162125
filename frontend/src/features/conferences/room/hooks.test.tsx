import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useFullScreen, useLate, useScreenForNow } from "./hooks";

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

test("The screen that was taken is given back with the room, and not with a button", () => {
  const giveBack = vi.fn<() => Promise<void>>(async () => undefined);
  const taken = { fullscreenEnabled: true, fullscreenElement: document.body };
  Object.assign(document, taken, { exitFullscreen: giveBack });
  const room = renderHook(() => useScreenForNow());
  const button = renderHook(() => useFullScreen());
  expect(button.result.current?.full).toBe(true);
  button.unmount();
  expect(giveBack).not.toHaveBeenCalled();
  room.unmount();
  expect(giveBack).toHaveBeenCalledOnce();
});
