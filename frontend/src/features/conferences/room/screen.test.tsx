import { cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useFullScreen, useScreenForNow } from "./screen";

afterEach(cleanup);

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
