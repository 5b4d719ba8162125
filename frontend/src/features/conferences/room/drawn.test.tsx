import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useDrawn } from "./drawn";

/** A count that whoever watches it is told of. */
class Count {
  readonly watchers = new Set<() => void>();
  #now = 0;
  readonly view = () => this.#now;
  readonly watch = (tell: () => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };
  grow(): void {
    this.#now += 1;
    for (const tell of this.watchers) tell();
  }
}

const pass = () => act(() => void vi.advanceTimersByTime(30));

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("What changes again and again in a moment is drawn once, as it is in the end", () => {
  const count = new Count();
  const drawn: number[] = [];
  renderHook(() => drawn.push(useDrawn(count)));
  for (let times = 0; times < 5; times += 1) count.grow();
  expect(vi.getTimerCount()).toBe(1);
  pass();
  count.grow();
  pass();
  expect(drawn).toEqual([0, 5, 6]);
});

test("Of what is not shown any more nothing is drawn", () => {
  const count = new Count();
  const { unmount } = renderHook(() => useDrawn(count));
  count.grow();
  unmount();
  expect(vi.getTimerCount()).toBe(0);
  expect(count.watchers.size).toBe(0);
});
