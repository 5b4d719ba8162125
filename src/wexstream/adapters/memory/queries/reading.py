"""What all queries in memory share."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from wexstream.adapters.memory.store import Store
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.paging import Cursor, K, Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

R = TypeVar("R")
T = TypeVar("T")


class Reading:
    """Reads what is committed, at one moment in each query."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _sight(self, viewer: Viewer) -> Sight:
        return Sight(tables=self._store.committed, viewer=viewer.account, role=viewer.role)


def page(
    rows: Iterable[R],
    part: Slice[K],
    *,
    key: Callable[[R], tuple[K, UUID]],
    show: Callable[[R], T],
    falling: bool,
) -> Page[T, K]:
    """Put rows in order, and show those of a page."""
    ordered = sorted(rows, key=key, reverse=falling)
    if part.after is not None:
        after = (part.after.key, part.after.id)
        ordered = [row for row in ordered if (key(row) < after if falling else key(row) > after)]
    shown = ordered[: part.limit]
    if len(ordered) == len(shown):
        return Page(items=[show(row) for row in shown], next=None)
    value, name = key(shown[-1])
    return Page(items=[show(row) for row in shown], next=Cursor(key=value, id=name))


def mention(sight: Sight, name: AccountId | None) -> views.Person:
    """Name somebody who may be gone, or not to be seen."""
    account = sight.tables.accounts.get(name) if name is not None else None
    if account is None:
        return views.Person(id=None, full_name=None, picture=None)
    if not sight.sees_profile(account):
        return views.Person(id=None, full_name=account.full_name, picture=None)
    return views.Person(id=account.id, full_name=account.full_name, picture=account.picture)
