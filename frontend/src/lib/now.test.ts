import { act, cleanup, renderHook } from "@testing-library/react";
import createClient from "openapi-fetch";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { paths } from "@/generated/api";
import { timeNow, useNow, watchClock } from "./now";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-22T18:40:00Z");

const served = vi.fn<() => Response>();
const api = createClient<paths>({ baseUrl: "http://localhost", fetch: async () => served() });
api.use(watchClock);

async function hear(at: string | null, status = 204): Promise<void> {
  served.mockReturnValueOnce(new Response(null, { status, headers: at ? { Date: at } : {} }));
  await act(async () => {
    await api.DELETE("/api/sessions/current");
  });
}

function serversTime(after: number): string {
  return new Date(NOW + after).toUTCString();
}

beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(async () => {
  await hear(serversTime(0)); // as a device that is right
  cleanup();
  vi.useRealTimers();
});

it("goes by the server's clock where the device's is wrong, at once and wherever it is shown", async () => {
  const { result } = renderHook(() => useNow(60_000));
  expect(result.current).toBe(NOW);
  await hear(serversTime(-3 * HOUR));
  expect(timeNow()).toBe(NOW - 3 * HOUR);
  expect(result.current).toBe(NOW - 3 * HOUR);
  act(() => void vi.advanceTimersByTime(60_000));
  expect(result.current).toBe(NOW - 3 * HOUR + 60_000);
});

it("hears it from a refusal as well", async () => {
  await hear(serversTime(2 * HOUR), 401);
  expect(timeNow()).toBe(NOW + 2 * HOUR);
});

it("goes by the device's clock where the difference may be the way of the answer", async () => {
  await hear(serversTime(-9_000));
  expect(timeNow()).toBe(NOW);
});

it("keeps a difference while answers take longer or shorter, and lets go of it when the clock is set", async () => {
  await hear(serversTime(HOUR));
  await hear(serversTime(HOUR - 4_000));
  expect(timeNow()).toBe(NOW + HOUR);
  await hear(serversTime(-2_000));
  expect(timeNow()).toBe(NOW);
});

it.each([null, "yesterday"])("makes nothing of an answer that bears no time: %s", async (at) => {
  await hear(at);
  expect(timeNow()).toBe(NOW);
});
