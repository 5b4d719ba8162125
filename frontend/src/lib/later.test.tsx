import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keeping, type Load, useLater } from "./later";

function Part() {
  return null;
}

const load = vi.fn<Load<object>>();

beforeEach(() => load.mockReset().mockResolvedValue({ default: Part }));
afterEach(cleanup);

function use(wanted: boolean) {
  return renderHook((now: boolean) => useLater(load, now), {
    initialProps: wanted,
    wrapper: StrictMode,
  });
}

it("a part is fetched when it is wanted, not before", async () => {
  const { result, rerender } = use(false);
  expect(load).not.toHaveBeenCalled();
  rerender(true);
  await waitFor(() => expect(result.current.Part).toBe(Part));
  expect(result.current.failed).toBe(false);
});

it("one that could not be fetched is fetched when one tries again", async () => {
  const why = new Error("offline");
  load.mockRejectedValue(why);
  const { result } = use(true);
  await waitFor(() =>
    expect(result.current).toMatchObject({ Part: null, error: why, failed: true }),
  );
  load.mockResolvedValue({ default: Part });
  act(() => result.current.again());
  expect(result.current).toMatchObject({ error: null, failed: true });
  await waitFor(() => expect(result.current.Part).toBe(Part));
});

it("one that could not be fetched is fetched when it is wanted once more", async () => {
  load.mockRejectedValue(new Error("offline"));
  const { result, rerender } = use(true);
  await waitFor(() => expect(result.current.failed).toBe(true));
  load.mockResolvedValue({ default: Part });
  rerender(false);
  rerender(true);
  await waitFor(() => expect(result.current.Part).toBe(Part));
});

it("one that has words of its own is there once they are", async () => {
  let learnt: (() => void) | undefined;
  const learning = new Promise<void>((resolve) => {
    learnt = resolve;
  });
  const learn = vi.fn<() => Promise<void>>(() => learning);
  load.mockResolvedValue({ default: Part, learn });
  const { result } = use(true);
  await waitFor(() => expect(learn).toHaveBeenCalled());
  expect(result.current.Part).toBeNull();
  learnt?.();
  await waitFor(() => expect(result.current.Part).toBe(Part));
});

it("one that was fetched ahead is there at once", async () => {
  const ahead = keeping(load);
  expect(renderHook(() => useLater(ahead, false)).result.current.Part).toBeNull();
  await ahead();
  expect(renderHook(() => useLater(ahead)).result.current.Part).toBe(Part);
  expect(load).toHaveBeenCalledOnce();
});
