import type { InfiniteData } from "@tanstack/react-query";

type PageOf<T> = { items: T[]; next_cursor: string | null };

/** A list as it is without one of its items. */
export function without<T extends { id: string }>(
  data: InfiniteData<PageOf<T>> | undefined,
  id: string,
): InfiniteData<PageOf<T>> | undefined {
  return (
    data && {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.filter((item) => item.id !== id),
      })),
    }
  );
}
