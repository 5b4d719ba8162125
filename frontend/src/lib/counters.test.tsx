import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { count, useFollowing } from "./counters";
import { keys } from "./keys";

let client: QueryClient;
let counted = { messages: 0, notifications: 0, requests: 0 };
const looked = vi.fn<() => void>();

/** What the server counts now. */
async function poll(messages: number): Promise<void> {
  counted = { ...counted, messages };
  await client.fetchQuery({ queryKey: keys.counters, queryFn: () => counted, staleTime: 0 });
}

function Around({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function follow(): void {
  renderHook(() => useFollowing("messages", keys.messages), { wrapper: Around });
}

beforeEach(() => {
  client = new QueryClient();
  looked.mockClear();
  client.invalidateQueries = async () => looked();
});
afterEach(cleanup);

test("What others did since is looked at", async () => {
  await poll(1);
  follow();
  await poll(2);
  expect(looked).toHaveBeenCalledTimes(1);
  await poll(2);
  expect(looked).toHaveBeenCalledTimes(1);
});

test("The first count is no news", async () => {
  follow();
  await poll(3);
  expect(looked).not.toHaveBeenCalled();
});

test("What one did oneself is known already, and never less than nothing", async () => {
  await poll(3);
  follow();
  count(client, "messages", -1);
  await poll(2);
  expect(looked).not.toHaveBeenCalled();
  count(client, "messages", -5);
  expect(client.getQueryData(keys.counters)).toMatchObject({ messages: 0 });
});
