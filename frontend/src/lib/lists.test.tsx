import { InfiniteQueryObserver, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { editItems, growing, itemsOf, listed, type Page, refreshNews, useGrowing } from "./lists";

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

/** Somebody's list, three to a page, that others change; `asked` are the cursors that were asked for. */
function long(...ids: string[]) {
  const asked: (string | undefined)[] = [];
  const failing = new Set<number>();
  const fetch = async (cursor: string | undefined): Promise<Page<Item>> => {
    asked.push(cursor);
    if (failing.delete(asked.length)) throw new Error("Lost on the way.");
    const from = cursor === undefined ? 0 : ids.findIndex((id) => id > cursor);
    const items = (from < 0 ? [] : ids.slice(from, from + 3)).map((id) => ({ id }));
    const last = items.at(-1)?.id;
    return { items, next_cursor: last && last !== ids.at(-1) ? last : null };
  };
  const list = growing<Item>(["long"], fetch);
  return { ids, asked, failing, list };
}

const LETTERS = "bcdefghijklmnopqrstuvwxyz0".split("").toSorted();

/** All of it has come, and is on the page. */
async function grown(pages: number) {
  const { ids, asked, failing, list } = long(...LETTERS);
  const client = new QueryClient();
  await client.fetchInfiniteQuery({ ...list, pages });
  const again = { retry: 1, retryDelay: 0, staleTime: Infinity };
  const observer = new InfiniteQueryObserver(client, { ...list, ...again });
  const stop = observer.subscribe(() => {});
  asked.length = 0;
  const shown = () => listed<Item>(client, ["long"]).map(({ id }) => id);
  return { ids, asked, failing, client, shown, stop };
}

describe("a list that has grown long", () => {
  it("is asked for by its beginning alone where others have changed something there", async () => {
    const { ids, asked, client, shown, stop } = await grown(8);
    ids.unshift("a");
    await refreshNews(client, { queryKey: ["long"] });
    expect(asked).toHaveLength(3);
    expect(shown()).toEqual(ids.slice(0, 25));
    stop();
  });

  it("has no gap where something went there", async () => {
    const { ids, asked, client, shown, stop } = await grown(7);
    ids.splice(2, 1);
    await refreshNews(client, { queryKey: ["long"] });
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(shown()).toEqual(ids.slice(0, shown().length));
    stop();
  });

  it("is asked for as a whole where it is short, or where one has changed something oneself", async () => {
    const { asked, client, stop } = await grown(3);
    await refreshNews(client, { queryKey: ["long"] });
    expect(asked).toHaveLength(3);
    stop();
    const own = await grown(8);
    await own.client.invalidateQueries({ queryKey: ["long"] });
    expect(own.asked).toHaveLength(8);
    own.stop();
  });

  it("is asked once more for a page that was lost on the way", async () => {
    const { ids, asked, failing, client, shown, stop } = await grown(8);
    ids.splice(7, 1);
    failing.add(3);
    await refreshNews(client, { queryKey: ["long"] });
    expect(asked[3]).toBe(asked[2]);
    expect(shown()).toEqual(ids.slice(0, shown().length));
    stop();
  });
});
