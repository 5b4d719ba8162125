"""A PostgreSQL of its own in a temporary folder, filled with a network of people."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg
from rich.progress import Progress

from benchmarks.names import FAMILY, GIVEN
from wexstream.adapters.postgres.migrate import migrate
from wexstream.adapters.system.embedded_postgres import embedded_postgres
from wexstream.domain.model.text import folded

DEEP_PAGE: Final = 1_000
PAGE: Final = 30
_FILL = Path(__file__).with_name("fill.sql")
_PART = "\n--- "
_COUNTING = (
    "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'",
    "ALTER SYSTEM SET shared_buffers = '512MB'",
    "ALTER SYSTEM SET max_wal_size = '4GB'",  # no checkpoint in the middle of a round
    "ALTER SYSTEM SET autovacuum = off",  # nor a vacuum: everything is vacuumed once, after filling
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large the network is; ``speakers`` broadcast, ``viewers`` are those whose reads are measured."""

    people: int

    @property
    def speakers(self) -> int:
        """One person in a hundred speaks."""
        return self.people // 100

    @property
    def viewers(self) -> int:
        """Enough of them that caches are not all there is."""
        return min(200, self.people // 20)

    @property
    def broadcasts(self) -> int:
        """Of each speaker; each reaches some 28 people, so that there are ten timeline rows a person."""
        return 35

    @property
    def deep_people(self) -> int:
        """To how many the reader of deep pages is connected."""
        return min(self.people, (DEEP_PAGE + 1) * PAGE)


@asynccontextmanager
async def filled_database(folder: Path, size: Size) -> AsyncGenerator[str]:
    """Have a database that is migrated and filled, its address (DSN); statements are counted in it."""
    async with embedded_postgres(folder) as address:
        connection = await asyncpg.connect(address)
        for setting in _COUNTING:
            await connection.execute(setting)
        await connection.close()
    async with embedded_postgres(folder) as address:  # anew, as that library is loaded at the start only
        await migrate(address)
        await _fill(address, size)
        yield address


async def _fill(address: str, size: Size) -> None:
    parts = [part.partition("\n") for part in _FILL.read_text("utf-8").split(_PART)[1:]]
    connection = await asyncpg.connect(address)
    with Progress() as progress:
        task = progress.add_task("filling", total=len(parts))
        await _prepare(connection, size)
        for what, _, statements in parts:
            progress.update(task, description=f"filling: {what}")
            for statement in filter(str.strip, statements.split(";\n")):
                await connection.execute(statement)
            progress.advance(task)
    await connection.close()


async def _prepare(connection: asyncpg.Connection, size: Size) -> None:
    await connection.execute(
        """
        CREATE EXTENSION pg_stat_statements;
        CREATE SCHEMA bench;
        CREATE TABLE bench.size (people int, speakers int, viewers int, broadcasts int, deep_people int);
        CREATE TABLE bench.names (kind text, place int, name text, folded text);
        """
    )
    await connection.execute(
        "INSERT INTO bench.size VALUES ($1, $2, $3, $4, $5)",
        *(size.people, size.speakers, size.viewers, size.broadcasts, size.deep_people),
    )
    await connection.copy_records_to_table(
        "names",
        schema_name="bench",
        records=[
            (kind, place, name, folded(name))
            for kind, names in (("given", GIVEN), ("family", FAMILY))
            for place, name in enumerate(names)
        ],
    )
