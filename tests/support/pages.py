"""Reading lists page by page."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from wexstream.domain.model.paging import Cursor, K, Page, Slice

T = TypeVar("T")


async def walk(read: Callable[[Slice[K]], Awaitable[Page[T, K]]], *, limit: int = 100) -> list[T]:
    """Read a list to its end by pages of so many; each is full but for the last."""
    items: list[T] = []
    after: Cursor[K] | None = None
    while True:
        page = await read(Slice(limit=limit, after=after))
        items += page.items
        if page.next is None:
            assert len(page.items) <= limit
            return items
        assert len(page.items) == limit
        assert page.next != after, "The next page begins where this one did."
        after = page.next


def present(found: T | None) -> T:
    """Have what must be there."""
    assert found is not None
    return found
