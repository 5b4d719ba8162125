import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { editItems, growing, itemsOf, type Page, useGrowing } from "./lists";

afterEach(cleanup);

type Item = { id: string };
const page = (...ids: string[]) => ({ items: ids.map((id) => ({ id })), next_cursor: null });

describe("a list of pages", () => {
  it("has what moved from one page to the next once, in order", () => {
    expect(itemsOf([page("a", "b"), page("b", "c")])).toEqual([
      { id: "a" },
      { id: "b" },
      { id: "c" },
    ]);
  });

  it("is edited wherever it is kept, and loses what is taken out", () => {
    const client = new QueryClient();
    client.setQueryData(["people", "a"], { pages: [page("a", "b")], pageParams: [undefined] });
    client.setQueryData(["people", "few"], page("a", "b"));
    client.setQueryData(["people", "plain"], [{ id: "a" }]);
    editItems<Item>(client, ["people"], (item) => (item.id === "a" ? null : item));
    expect(client.getQueryData(["people", "a"])).toMatchObject({ pages: [page("b")] });
    expect(client.getQueryData(["people", "few"])).toEqual(page("b"));
    expect(client.getQueryData(["people", "plain"])).toEqual([{ id: "a" }]);
  });
});

/** Answers when it is told to. */
function server() {
  const asked: ((answer: Page<Item>) => void)[] = [];
  const fetch = () => new Promise<Page<Item>>((resolve) => asked.push(resolve));
  return { asked, fetch };
}

function use(fetch: () => Promise<Page<Item>>, words: string) {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(
    (sought: string) => useGrowing(growing<Item>(["people", sought], fetch), { keep: true }),
    { wrapper, initialProps: words },
  );
}

describe("a growing list", () => {
  it("is complete when its last page has come", async () => {
    const { asked, fetch } = server();
    const { result } = use(fetch, "a");
    expect(result.current).toMatchObject({ items: undefined, complete: false });
    asked[0]?.({ items: [{ id: "1" }], next_cursor: "more" });
    await waitFor(() => expect(result.current.items).toHaveLength(1));
    expect(result.current.complete).toBe(false);
    result.current.grow();
    await waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.(page("2"));
    await waitFor(() => expect(result.current).toMatchObject({ complete: true }));
    expect(result.current.items).toEqual([{ id: "1" }, { id: "2" }]);
  });

  it("says nothing of what is asked for now while it shows what was asked for before", async () => {
    const { asked, fetch } = server();
    const { result, rerender } = use(fetch, "nobody");
    asked[0]?.(page());
    await waitFor(() => expect(result.current.complete).toBe(true));
    rerender("somebody");
    expect(result.current).toMatchObject({ items: [], former: true, complete: false });
    await waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.(page("1"));
    await waitFor(() => expect(result.current).toMatchObject({ former: false, complete: true }));
  });
});
