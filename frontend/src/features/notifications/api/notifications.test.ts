import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import { listed } from "@/lib/lists";
import { markAll } from "./notifications";

const { post } = vi.hoisted(() => ({ post: vi.fn<() => Promise<unknown>>() }));

vi.mock("@/lib/api", async (load) => ({
  ...(await load<typeof import("@/lib/api")>()),
  api: { POST: post },
}));

let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
  const items = [
    { id: "a", read: false },
    { id: "b", read: true },
    { id: "c", read: false },
  ];
  const pages = [{ items, next_cursor: null }];
  client.setQueryData(keys.notifications, { pages, pageParams: [undefined] });
});

function unread(): string[] {
  const known = listed<{ id: string; read: boolean }>(client, keys.notifications);
  return known.filter(({ read }) => !read).map(({ id }) => id);
}

it("all are read at once", async () => {
  post.mockImplementation(async () => {
    expect(unread()).toEqual([]);
    return {};
  });
  await markAll(client);
  expect(unread()).toEqual([]);
  expect(post).toHaveBeenCalledExactlyOnceWith("/api/notifications/read-all");
});

it("those that could not be marked are unread again, and those that were read are not", async () => {
  post.mockRejectedValue(new Refusal(0, "offline"));
  await expect(markAll(client)).rejects.toThrow("offline");
  expect(unread()).toEqual(["a", "c"]);
});
