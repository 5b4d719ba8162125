"""All that is kept in a database, copied out of it and into another (COPY).

Tables and columns are those that the database itself names, so that one of an older version is copied too.
The form is PostgreSQL's text, which every version of it reads, and no program of it is needed.
"""

from collections.abc import AsyncGenerator, AsyncIterable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, Final

import asyncpg
from sqlalchemy import func, select, table

from wexstream.adapters.postgres.migrate import MigrationError, begin, current, revisions
from wexstream.adapters.postgres.statements import Statement
from wexstream.domain.model.ids import PictureId

LEFT_OUT: Final = frozenset(
    {
        "alembic_version",  # said beside the tables
        *("processes", "signals", "throttles", "guesses"),  # of those who serve now, and of this minute
        *("pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"),  # the same, of workers
    }
)

_SESSION = """
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET bytea_output = 'hex'; SET jit = off;
    SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '10s'
"""
_COLUMNS = """
    SELECT c.relname AS name, array_agg(a.attname ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY c.relname ORDER BY c.relname
"""
_REFERENCES = """
    SELECT a.relname AS name, b.relname AS other
    FROM pg_constraint r JOIN pg_class a ON a.oid = r.conrelid JOIN pg_class b ON b.oid = r.confrelid
    WHERE r.contype = 'f' AND a.oid <> b.oid AND a.relnamespace = current_schema()::regnamespace
"""
# Those that people have, and those that are evidence, of which older databases know nothing.
_PICTURES = """
    SELECT picture FROM accounts WHERE picture IS NOT NULL
    UNION SELECT shown.picture
    FROM reports, LATERAL (SELECT (to_jsonb(reports) ->> 'evidence_picture')::uuid AS picture) shown
    WHERE shown.picture IS NOT NULL
"""
_SEQUENCES = """
    SELECT format(
        'SELECT setval(%L, coalesce(max(%I), 1), max(%I) IS NOT NULL) FROM %I',
        pg_get_serial_sequence(quote_ident(c.relname), a.attname), a.attname, a.attname, c.relname
    )
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relname = ANY($1::text[]) AND c.relnamespace = current_schema()::regnamespace
        AND a.attnum > 0 AND NOT a.attisdropped
        AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL
"""
_LOCK = (
    "SELECT format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', name) FROM unnest($1::text[]) AS tables(name)"
)


class NotEmpty(Exception):
    """A database has something in it already, or was made by another version; the message says which."""


class Unfit(Exception):
    """What was copied is of other tables than those of a database; the message says of which."""


class NothingKept(Exception):
    """A database was never migrated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedTable:
    """A table as it is copied: its columns in their order, and how many rows there are."""

    name: str
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A database as it was at one moment, whatever is written meanwhile.

    ``pictures`` are those that rows refer to.
    """

    revision: str
    pictures: frozenset[PictureId]
    _connection: asyncpg.Connection

    async def tables(self) -> Sequence[CopiedTable]:
        """Find the tables, each after those that it refers to."""
        return [
            CopiedTable(name=name, columns=columns, rows=await _count(self._connection, name))
            for name, columns in await _tables(self._connection)
        ]

    async def copy(self, copied: CopiedTable, write: Callable[[bytes], Coroutine[Any, Any, None]]) -> None:
        """Write all rows of a table, each on a line."""
        await self._connection.copy_from_table(copied.name, columns=copied.columns, output=write)


@asynccontextmanager
async def snapshot_of(dsn: str) -> AsyncGenerator[Snapshot]:
    """Stay in one moment of a database until the end of the context.

    Raises:
        NothingKept: there is nothing to be copied.
        MigrationError: it is a newer Wexstream's.
        OSError, asyncpg.PostgresError, asyncpg.InterfaceError: it cannot be reached, or refuses.
    """
    async with (
        _connected(dsn) as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        try:
            revision = str(await current(connection))
        except asyncpg.UndefinedTableError as error:
            raise NothingKept from error
        if revision not in revisions():
            raise MigrationError(
                f"The database is a newer Wexstream's (its last migration is {revision}). Use that Wexstream."
            )
        pictures = frozenset(row["picture"] for row in await connection.fetch(_PICTURES))
        yield Snapshot(revision=revision, pictures=pictures, _connection=connection)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """An empty database that is filled: wholly at the end, or not at all."""

    _connection: asyncpg.Connection

    async def fill(self, copied: CopiedTable, lines: AsyncIterable[bytes]) -> None:
        """Read all rows of a table, as ``Snapshot.copy`` has written them. Raises asyncpg.PostgresError."""
        await self._connection.copy_to_table(copied.name, columns=copied.columns, source=lines)


@asynccontextmanager
async def filling(dsn: str, revision: str, tables: Sequence[CopiedTable]) -> AsyncGenerator[Filling]:
    """Fill an empty database, migrated as far as that which was copied, which is one of ``revisions``.

    All constraints hold. Whoever else would write there waits.

    Raises:
        NotEmpty: there is something in it.
        Unfit: there is something to be filled that is not kept there, such as a table of PostgreSQL itself.
        MigrationError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError: as ``migrate`` does.
    """
    names = [copied.name for copied in tables]
    async with _connected(dsn) as connection:
        found = await _tables(connection, left_out=frozenset())
        if not found:
            await begin(dsn, revision)
        elif not any(name == "alembic_version" for name, _ in found):
            raise NotEmpty("It has tables of another program.")
        elif (there := await current(connection)) != revision:
            raise NotEmpty(f"It was made for another version of Wexstream ({there}, and not {revision}).")
        kept = {name for name, _ in await _tables(connection, left_out=frozenset())}
        if unknown := set(names) - kept:
            raise Unfit(f"It has a table {min(unknown)!r}, which is none of Wexstream's.")
        async with connection.transaction():
            for lock in await connection.fetch(_LOCK, names):
                await connection.execute(lock[0])
            for name in names:
                if await _count(connection, name):
                    raise NotEmpty(f"There is something in its table {name}.")
            yield Filling(_connection=connection)
            for advance in await connection.fetch(_SEQUENCES, names):
                await connection.execute(advance[0])
        await connection.execute("ANALYZE")  # else it would be planned as for empty tables at first


@asynccontextmanager
async def _connected(dsn: str) -> AsyncGenerator[asyncpg.Connection]:
    """Have a connection that waits for as long as copying takes."""
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "wexstream, copying"})
    try:
        await connection.execute(_SESSION)
        yield connection
    finally:
        await connection.close(timeout=10)


async def _tables(
    connection: asyncpg.Connection, *, left_out: frozenset[str] = LEFT_OUT
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Name the tables with their columns, each table after those that it refers to."""
    rows = await connection.fetch(_COLUMNS)
    columns = {row["name"]: tuple(row["columns"]) for row in rows if row["name"] not in left_out}
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(columns, ()))
    for row in await connection.fetch(_REFERENCES):
        order.add(row["name"], row["other"])
    return [(name, columns[name]) for name in order.static_order() if name in columns]


async def _count(connection: asyncpg.Connection, name: str) -> int:
    (row,) = await Statement(select(func.count()).select_from(table(name))).fetch(connection)
    count: int = row[0]
    return count
