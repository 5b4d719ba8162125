"""What all queries share: who looks, pages, and people mentioned."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Generic, TypeAlias, TypeVar
from uuid import UUID

from asyncpg import Pool, Record
from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Uuid,
    bindparam,
    case,
    column,
    func,
    tuple_,
)

from wexstream.adapters.postgres.reaching import Reached, ReachedForTransaction
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.adapters.postgres.visible import Counterpart
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.paging import Cursor, K, Page, Slice
from wexstream.domain.model.visibility import Role, Viewer
from wexstream.ports import views

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Selection: TypeAlias = Select[*tuple[Any, ...]]

VIEWER: Final[ColumnElement[UUID]] = bindparam("viewer", type_=Uuid())
MODERATOR: Final[ColumnElement[bool]] = bindparam("moderator", type_=Boolean())


class Reading:
    """Reads by single statements, each on whatever connection is free."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def _fetch(self, statement: Statement, /, **values: object) -> list[Record]:
        async with Reached(self._pool) as connection:
            return await statement.fetch(connection, **values)

    @asynccontextmanager
    async def _snapshot(self) -> AsyncGenerator[Connection]:
        """Have several statements see one moment."""
        async with ReachedForTransaction(
            self._pool, isolation="repeatable_read", readonly=True
        ) as connection:
            yield connection

    async def _fetchrow(self, statement: Statement, /, **values: object) -> Record | None:
        async with Reached(self._pool) as connection:
            return await statement.fetchrow(connection, **values)


def counterpart(name: str) -> Counterpart:
    """Look at an account as the viewer of the statement does."""
    return Counterpart(name, viewer=VIEWER, moderator=MODERATOR)


def asked(name: str) -> FromClause:
    """Make rows of the ids that a statement is given by a name."""
    ids = func.unnest(bindparam(name, type_=ARRAY(Uuid()))).table_valued(column("id", Uuid()))
    return ids.render_derived(name=f"asked_{name}")


def seen_by(viewer: Viewer) -> dict[str, object]:
    """Say to a statement who looks, and in which role."""
    return {"viewer": viewer.account, "moderator": viewer.role is Role.MODERATOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Generic[K]):
    """The order of a list, and what comes before all that can be in it."""

    falling: bool
    before_all: Cursor[K]

    def cut(self, query: Selection, key: ColumnElement[K], name: ColumnElement[UUID]) -> Selection:
        """Put a query in order and cut a page out of it, with one more to tell whether there is another."""
        after = tuple_(bindparam("after", type_=key.type), bindparam("after_id", type_=Uuid()))
        place = tuple_(key, name)
        return (
            query.add_columns(key.label("page_key"), name.label("page_id"))
            .where(place < after if self.falling else place > after)
            .order_by(*self._by(key, name))
            .limit(bindparam("limit", type_=Integer()))
        )

    def again(self, query: Selection, cut: FromClause) -> Selection:
        """Keep the order of a cut that a query has as a subquery."""
        return query.order_by(*self._by(cut.c.page_key, cut.c.page_id))

    def place(self, part: Slice[K]) -> dict[str, object]:
        """Say to a statement which page to cut."""
        after = part.after or self.before_all
        return {"after": after.key, "after_id": after.id, "limit": part.limit + 1}

    def _by(self, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        return [column.desc() if self.falling else column.asc() for column in columns]


_LOWEST = UUID(int=0)
_HIGHEST = UUID(int=2**128 - 1)
NEWEST_FIRST = Order(falling=True, before_all=Cursor(key=datetime.max.replace(tzinfo=UTC), id=_HIGHEST))
OLDEST_FIRST = Order(falling=False, before_all=Cursor(key=datetime.min.replace(tzinfo=UTC), id=_LOWEST))
BY_NAME = Order(falling=False, before_all=Cursor(key="", id=_LOWEST))


def page(records: Sequence[Record], part: Slice[K], show: Callable[[Record], T]) -> Page[T, K]:
    """Show the rows of a page, and where the next one begins."""
    items = [show(record) for record in records[: part.limit]]
    if len(records) <= part.limit:
        return Page(items=items, next=None)
    last = records[part.limit - 1]
    return Page(items=items, next=Cursor(key=last["page_key"], id=last["page_id"]))


def reader(kind: type[E]) -> Callable[[str], E]:
    """Make what reads the values of an enumeration from rows, many at once, faster than it does itself."""
    return {member.value: member for member in kind}.__getitem__


def person_columns(person: Counterpart, prefix: str) -> list[ColumnElement[Any]]:
    """Name somebody who may be gone, or not to be seen, in columns for ``show_person``."""
    account = person.account.c
    return [
        case((person.sees_profile, account.id)).label(f"{prefix}_id"),
        account.full_name.label(f"{prefix}_name"),
        case((person.sees_profile, account.picture)).label(f"{prefix}_picture"),
    ]


def show_person(row: Record, prefix: str) -> views.Person:
    """Show somebody named in a row."""
    return views.Person(
        id=row[f"{prefix}_id"], full_name=row[f"{prefix}_name"], picture=row[f"{prefix}_picture"]
    )


def gathered(people: FromClause, prefix: str) -> ColumnElement[Any]:
    """Put the people of several rows into one array for ``show_people``; null where there is nobody."""
    person = (people.c[f"{prefix}_{part}"] for part in ("id", "name", "picture"))
    return func.array_agg(func.row(*person))


def show_people(
    gathered: Sequence[tuple[AccountId | None, str | None, PictureId | None]] | None,
) -> list[views.Person]:
    """Show the people of an array."""
    return [
        views.Person(id=name, full_name=full_name, picture=picture)
        for name, full_name, picture in gathered or ()
    ]
