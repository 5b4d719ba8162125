import { renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { expect, it } from "vitest";
import { useStillThere } from "./still-there";

it("what is drawn is there until it is hidden or gone, also for who asked while it was", () => {
  const { result, rerender, unmount } = renderHook((shown: boolean) => useStillThere(shown), {
    initialProps: true,
    wrapper: StrictMode,
  });
  const asked = result.current;
  expect(asked()).toBe(true);
  rerender(false);
  expect(asked()).toBe(false);
  rerender(true);
  expect(asked()).toBe(true);
  unmount();
  expect(asked()).toBe(false);
});
