import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import type { PersonRow } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import { useRelation } from "./relations";

const { post } = vi.hoisted(() => ({ post: vi.fn<() => Promise<unknown>>() }));

vi.mock("@/lib/api", async (load) => ({
  ...(await load<typeof import("@/lib/api")>()),
  api: { POST: post },
}));

const AMAL: PersonRow = {
  id: "amal",
  full_name: "Amal Haddad",
  bio: null,
  location: null,
  picture: null,
  standing: "incoming",
  since: null,
  messageable: true,
};
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  });
  const data = { pages: [{ items: [AMAL], next_cursor: null }], pageParams: [undefined] };
  client.setQueryData(keys.connections("incoming"), data);
});

function standing(): string | undefined {
  const data = client.getQueryData<{ pages: { items: PersonRow[] }[] }>(
    keys.connections("incoming"),
  );
  return data?.pages[0]?.items[0]?.standing;
}

function Around({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function related() {
  return renderHook(() => useRelation(AMAL.id), { wrapper: Around }).result;
}

it("a step shows before it is answered, and what the answer says afterwards", async () => {
  const answers: ((value: unknown) => void)[] = [];
  post.mockImplementation(
    () =>
      new Promise((resolve) => {
        answers.push(resolve);
      }),
  );
  const relation = related();
  act(() => void relation.current.take("approve"));
  await waitFor(() => expect(answers).toHaveLength(1));
  expect(standing()).toBe("connected");
  await act(async () => answers[0]?.({ data: { standing: "blocked" } }));
  expect(standing()).toBe("blocked");
});

it("a step that fails is as if it had not been taken, and who took it hears of it", async () => {
  post.mockRejectedValue(new Refusal(0, "offline"));
  const relation = related();
  await act(async () => {
    await expect(relation.current.take("approve")).rejects.toThrow("offline");
  });
  expect(standing()).toBe("incoming");
});
