"""Pages of a list by keyset: a page costs the same however deep it lies."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from wexstream.domain.model.text import refuse

LIMIT_LARGEST = 100
K = TypeVar("K", datetime, str)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor(Generic[K]):
    """The last item of a page: the value that the list is ordered by, and the id that breaks ties."""

    key: K
    id: UUID


@dataclass(slots=True, kw_only=True)
class Page(Generic[T, K]):
    """Some items in the list's order, and where the next page begins; None at the end."""

    items: list[T]
    next: Cursor[K] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[K]):
    """Which page is asked for: up to ``limit`` items (1 to 100) after a cursor. Raises Invalid."""

    limit: int = 30
    after: Cursor[K] | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= LIMIT_LARGEST:
            raise refuse("limit", "limit", f"Ask for 1 to {LIMIT_LARGEST} items.")
