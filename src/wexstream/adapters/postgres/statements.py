"""Statements: written with SQLAlchemy Core, compiled once, run by asyncpg.

What a statement is given when it runs are its ``bindparam``s without a value; every value in it becomes a
literal, so that the planner sees which partial index fits. There is nothing between Core's text and asyncpg:
Python-side defaults, type decorators and expanding ``IN`` of parameters do not happen.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from asyncpg import Connection as DirectConnection
from asyncpg import Record
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Dialect,
    Integer,
    SelectBase,
    Table,
    UpdateBase,
    Uuid,
    any_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import asyncpg

Connection: TypeAlias = DirectConnection | PoolConnectionProxy


class _Compiler(asyncpg.PGCompiler_asyncpg):
    """Writes values out, and leaves places for what comes later."""

    # SQLAlchemy passes how to write it by keywords of its own and gives neither them nor this method types.
    def visit_bindparam(  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride]
        self, bindparam: BindParameter[object], **how: object
    ) -> str:
        write: Callable[..., str] = super().visit_bindparam  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] # as said above
        if not bindparam.required:
            how["literal_binds"] = True
        return write(bindparam, **how)


_DIALECT: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy gives it no types
_DIALECT.statement_compiler = _Compiler


class Statement:
    """One statement, to be run with values for each of its parameters, by name.

    It is compiled when it is wanted first, so that starting does not wait for those that are not.
    """

    def __init__(self, statement: SelectBase | UpdateBase) -> None:
        """Take it as it is written."""
        self._statement = statement

    @cached_property
    def text(self) -> str:
        """What PostgreSQL is asked, with places for the parameters."""
        return self._compiled[0]

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in the order of their places."""
        return self._compiled[1]

    @cached_property
    def _compiled(self) -> tuple[str, tuple[str, ...]]:
        compiled = self._statement.compile(dialect=_DIALECT)
        return str(compiled), tuple(compiled.positiontup or ())

    async def fetch(self, connection: Connection, /, **values: object) -> list[Record]:
        """Run it and read all rows."""
        return await connection.fetch(self.text, *self._ordered(values))

    async def fetchrow(self, connection: Connection, /, **values: object) -> Record | None:
        """Run it and read the first row; None when there is none."""
        return await connection.fetchrow(self.text, *self._ordered(values))

    async def pages(
        self, connection: Connection, /, size: int, **values: object
    ) -> AsyncGenerator[list[Record]]:
        """Run it in a transaction, and read so many rows at a time."""
        cursor = await connection.cursor(self.text, *self._ordered(values))
        while found := await cursor.fetch(size):
            yield found

    async def execute(self, connection: Connection, /, **values: object) -> int:
        """Run it; how many rows it found or changed."""
        status = await connection.execute(self.text, *self._ordered(values))
        return int(status.rpartition(" ")[2])

    def _ordered(self, values: Mapping[str, object]) -> list[object]:
        if len(values) != len(self.parameters):
            raise TypeError(f"The statement takes {sorted(self.parameters)}, not {sorted(values)}.")
        return [values[name] for name in self.parameters]


def adding(table: Table) -> Statement:
    """Make the statement that adds a row, given all its columns."""
    return Statement(insert(table).values({column.name: bindparam(column.name) for column in table.c}))


def saving(table: Table) -> Statement:
    """Make the statement that puts a row in the place of the one of the same primary key, if there is one."""
    key = table.primary_key.columns
    values: dict[str, BindParameter[object]] = {
        column.name: bindparam(column.name) for column in table.c if not column.primary_key
    }
    return Statement(
        update(table).values(values).where(*(column == bindparam(column.name) for column in key))
    )


def replacing(table: Table) -> Statement:
    """Make the statement that saves a row as ``saving`` does, and reads the one in whose place it is put."""
    before = table.alias("before")
    key = [(column, before.c[column.name]) for column in table.primary_key.columns]
    values: dict[str, BindParameter[object]] = {
        column.name: bindparam(column.name) for column in table.c if not column.primary_key
    }
    is_it = (column == bindparam(column.name) for column, _ in key)
    same = (column == other for column, other in key)
    return Statement(update(table).values(values).where(*is_it, *same).returning(*before.c))


def purging(table: Table, *over: ColumnElement[bool]) -> Statement:
    """Make the statement that deletes up to ``most`` rows that meet conditions, but those locked just now.

    They are chosen once: in ``IN (… LIMIT)`` PostgreSQL may look them up again for each row, and find others.
    """
    key = table.primary_key.columns
    chosen = select(*key).where(*over).limit(bindparam("most", type_=Integer()))
    some = chosen.with_for_update(skip_locked=True).cte("some")
    return Statement(delete(table).where(*(column == some.c[column.name] for column in key)))


def is_among(column: ColumnElement[UUID], name: str) -> ColumnElement[bool]:
    """Tell whether a column's id is among those that a statement is given by a name."""
    return column == any_(bindparam(name, type_=ARRAY(Uuid())))


def is_text(value: str) -> bool:
    """Tell whether PostgreSQL can be asked for a text: it knows neither NUL nor lone surrogates."""
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value)
