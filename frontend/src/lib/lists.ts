import {
  type InfiniteData,
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

/** A list that comes page by page, each asked for by the cursor of the one before. */
export function growing<T>(
  queryKey: QueryKey,
  fetch: (cursor: Cursor, signal: AbortSignal) => Promise<Page<T>>,
) {
  return infiniteQueryOptions<Page<T>, Error, Pages<T>, QueryKey, Cursor>({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetch(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
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
