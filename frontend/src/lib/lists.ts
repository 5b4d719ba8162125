import {
  type InfiniteData,
  type InvalidateQueryFilters,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  useInfiniteQuery,
} from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

export type Page<T> = { items: T[]; next_cursor: string | null };
type Cursor = string | undefined;
type Pages<T> = InfiniteData<Page<T>, Cursor>;

/** How many pages of a list are asked for where others have changed something: news come first. */
const NEWS = 3;

/** How many pages have come for those who look for news, each known by its signal. */
const seeking = new WeakMap<AbortSignal, number>();
let seek = false;

/** A list that comes page by page, each asked for by the cursor of the one before. */
export function growing<T extends { id: string }>(
  queryKey: QueryKey,
  fetch: (cursor: Cursor, signal: AbortSignal) => Promise<Page<T>>,
) {
  return infiniteQueryOptions<Page<T>, Error, Pages<T>, QueryKey, Cursor>({
    queryKey,
    queryFn: ({ client, pageParam, signal }) => {
      if (seek) seeking.set(signal, 0);
      const known = seeking.has(signal) ? client.getQueryData<Pages<T>>(queryKey) : undefined;
      return known ? seekNews(known, fetch, pageParam, signal) : fetch(pageParam, signal);
    },
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/**
 * Look up anew what others have changed. Of a list that has grown long only the beginning is asked for, and put before
 * what is known of it: the rest is looked up when one comes back to it.
 */
export function refreshNews(client: QueryClient, filters: InvalidateQueryFilters): Promise<void> {
  seek = true; // as long as they begin: each has asked for its first page when this returns
  const refreshed = client.invalidateQueries(filters);
  seek = false;
  return refreshed;
}

async function seekNews<T extends { id: string }>(
  known: Pages<T>,
  fetch: (cursor: Cursor, signal: AbortSignal) => Promise<Page<T>>,
  cursor: Cursor,
  signal: AbortSignal,
): Promise<Page<T>> {
  const asked = seeking.get(signal) ?? 0;
  const kept = known.pages[known.pageParams.indexOf(cursor)];
  if (asked >= NEWS && kept) return kept;
  const page = await fetch(cursor, signal);
  seeking.set(signal, asked + 1);
  return asked + 1 < NEWS || page.next_cursor === null ? page : continued(page, known);
}

/** A page with what is known to come after it, so that it ends where a page ended before. */
function continued<T extends { id: string }>(page: Page<T>, known: Pages<T>): Page<T> {
  const last = page.items.at(-1)?.id;
  for (const { items, next_cursor } of known.pages) {
    const at = items.findIndex(({ id }) => id === last);
    if (at >= 0) return { items: [...page.items, ...items.slice(at + 1)], next_cursor };
  }
  return page;
}

export type Growing<T> = {
  items: readonly T[] | undefined;
  /** Whether all of it is here. */
  complete: boolean;
  /** Whether this is still what was asked for before. */
  former: boolean;
  error: Error | null;
  retry: () => void;
  /** Ask for more, if there is more and nothing is on its way. */
  grow: () => void;
  growing: boolean;
};

type Options = {
  enabled?: boolean;
  /** Whether what was asked for before is shown until the new comes. */
  keep?: boolean;
};

/** The list as far as it has come. */
export function useGrowing<T extends { id: string }>(
  list: ReturnType<typeof growing<T>>,
  { enabled = true, keep = false }: Options = {},
): Growing<T> {
  const query = useInfiniteQuery({
    ...list,
    enabled,
    ...(keep && { placeholderData: keepPreviousData }),
  });
  const { data, hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError } = query;
  const { fetchNextPage, refetch } = query;
  const items = useMemo(() => data && itemsOf(data.pages), [data]);
  const grow = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  return {
    items,
    // What is kept of what was asked for before says nothing of this.
    complete: data !== undefined && !hasNextPage && !query.isPlaceholderData,
    former: query.isPlaceholderData,
    error: items === undefined || isFetchNextPageError ? query.error : null,
    retry: () => void (isFetchNextPageError ? fetchNextPage() : refetch()),
    grow,
    growing: isFetchingNextPage,
  };
}

/** All of them in order; what moved from one page to the next meanwhile is there once. */
export function itemsOf<T extends { id: string }>(pages: readonly Page<T>[]): T[] {
  const known = new Map<string, T>();
  for (const page of pages) {
    for (const item of page.items) if (!known.has(item.id)) known.set(item.id, item);
  }
  return [...known.values()];
}

/** What is in the lists under a name, as far as they have come. */
export function listed<T>(client: QueryClient, queryKey: QueryKey): T[] {
  return client.getQueriesData<Pages<T> | Page<T>>({ queryKey }).flatMap(([, data]) => {
    if (!data) return [];
    if ("items" in data) return data.items;
    return "pages" in data ? data.pages.flatMap((page) => page.items) : [];
  });
}

/** Keep in mind what the lists under a name are, for the case that a change is refused; calling it puts that back. */
export function keepLists(client: QueryClient, queryKey: QueryKey): () => void {
  const before = client.getQueriesData({ queryKey });
  return () => {
    for (const [key, data] of before) client.setQueryData(key, data);
  };
}

/** Change, or take out by giving null, what is in the lists under a name, before the server has said so. */
export function editItems<T>(
  client: QueryClient,
  queryKey: QueryKey,
  edit: (item: T) => T | null,
): void {
  const edited = (page: Page<T>) => ({
    ...page,
    items: page.items.flatMap((item) => edit(item) ?? []),
  });
  client.setQueriesData<Pages<T> | Page<T>>({ queryKey }, (data) => {
    if (!data) return data;
    if ("items" in data) return edited(data);
    return "pages" in data ? { ...data, pages: data.pages.map(edited) } : data;
  });
}
