import asyncio
import runpy
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.support.databases import empty_database
from wexstream.adapters.postgres.migrate import MigrationError, migrate
from wexstream.adapters.postgres.queue_statements import SETTINGS, queries
from wexstream.adapters.postgres.tables import METADATA

ROOT = Path(__file__).parents[3]
ALL = sorted(path.stem for path in (ROOT / "migrations/versions").glob("*.py"))
MIGRATE = """
import asyncio, sys
from wexstream.adapters.postgres import migrate
print(migrate.__file__)
print(*asyncio.run(migrate.migrate(sys.argv[1])))
"""
CATALOGUE = """
SELECT c.relname, c.relkind::text, c.relpersistence::text,
    pg_get_indexdef(c.oid),
    (
        SELECT array_agg(
            (a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, n.collname,
            pg_get_expr(d.adbin, d.adrelid))::text ORDER BY a.attname
        )
        FROM pg_attribute a
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_collation n ON n.oid = a.attcollation
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r'
    ),
    (
        SELECT array_agg(o.conname || ' ' || pg_get_constraintdef(o.oid) ORDER BY o.conname)
        FROM pg_constraint o WHERE o.conrelid = c.oid
    )
FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace
    AND c.relkind IN ('r', 'i')
    AND c.relname !~ '^(pgqueuer|alembic_version)'
ORDER BY c.relname
"""


async def catalogue(dsn: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(dsn)
    try:
        return [tuple(row) for row in await connection.fetch(CATALOGUE)]
    finally:
        await connection.close()


async def run(dsn: str, *statements: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def described_tables() -> Sequence[str]:
    """Write out the tables that statements know."""
    postgresql = dialect()  # type: ignore[no-untyped-call] # SQLAlchemy gives it no types
    tables = METADATA.sorted_tables
    made = [CreateTable(table).compile(dialect=postgresql) for table in tables]
    indexed = [CreateIndex(index).compile(dialect=postgresql) for table in tables for index in table.indexes]
    return [str(ddl) for ddl in [*made, *indexed]]


def differences(connection: Connection) -> list[object]:
    def is_ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and (name or "").startswith("pgqueuer"))

    context = MigrationContext.configure(connection, opts={"include_object": is_ours})
    return list(compare_metadata(context, METADATA))


async def migrate_from(folder: Path, dsn: str) -> tuple[str, str]:
    """Migrate by the package that lies in a folder; from which file that came, and what it did."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", MIGRATE, dsn), cwd=folder, stdout=subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    place, done = output.decode().splitlines()
    return place, done


async def test_an_empty_database_gets_every_migration_in_order(database: str) -> None:
    assert list(await migrate(database)) == ALL


async def test_a_database_that_lacks_none_is_left_as_it_is(database: str) -> None:
    await migrate(database)
    before = await catalogue(database)
    assert list(await migrate(database)) == []
    assert await catalogue(database) == before


async def test_only_those_that_a_database_lacks_are_applied(database: str) -> None:
    first = runpy.run_path(str(ROOT / f"migrations/versions/{ALL[0]}.py"))
    await run(
        database,
        *(first["PEOPLE"] + first["CONFERENCES"] + first["CORRESPONDENCE"] + first["OPERATION"]),
        "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
        "INSERT INTO alembic_version VALUES ('0001')",
    )
    assert list(await migrate(database)) == ALL[1:]


async def test_the_tables_that_are_made_are_those_that_statements_know(
    postgres_dsn: str, database: str
) -> None:
    await migrate(database)
    async with empty_database(postgres_dsn) as described:
        await run(described, "CREATE EXTENSION pg_trgm", *described_tables())
        assert await catalogue(database) == await catalogue(described)


async def test_alembic_finds_nothing_to_migrate(database: str) -> None:
    await migrate(database)
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(database), poolclass=NullPool
    )
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_pgqueuer_misses_nothing_but_its_trigger(database: str) -> None:
    await migrate(database)
    connection = await asyncpg.connect(database)
    plan = await queries(connection).plan_upgrade()
    await connection.close()
    assert [statement.split("(")[0].split("\n")[0] for statement in plan.statements] == [
        f"CREATE FUNCTION {SETTINGS.function}",
        f"CREATE TRIGGER {SETTINGS.trigger}",
    ]


async def test_of_five_who_migrate_at_once_one_does(database: str) -> None:
    done = await asyncio.gather(*(migrate(database) for _ in range(5)))
    assert sorted(map(list, done)) == [[], [], [], [], ALL]


async def test_what_is_installed_brings_its_migrations(
    postgres_dsn: str, database: str, tmp_path: Path
) -> None:
    building = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert await building.wait() == 0
    installed = unpacked_wheel(tmp_path)
    place, done = await migrate_from(installed, database)
    assert place == str(installed / "wexstream/adapters/postgres/migrate.py")
    assert done == " ".join(ALL)


def unpacked_wheel(folder: Path) -> Path:
    [wheel] = folder.glob("*.whl")
    ZipFile(wheel).extractall(folder / "installed")
    return folder / "installed"


async def test_a_newer_database_is_refused_and_left_as_it_is(database: str) -> None:
    await migrate(database)
    await run(database, "UPDATE alembic_version SET version_num = '9999'")
    before = await catalogue(database)
    with pytest.raises(MigrationError, match=r"newer Wexstream's .* 9999"):
        await migrate(database)
    assert await catalogue(database) == before


async def test_a_migration_that_fails_leaves_nothing_behind(database: str) -> None:
    await run(database, "CREATE TABLE enquiries (mine text)")
    before = await catalogue(database)
    with pytest.raises(Exception, match="enquiries"):
        await migrate(database)
    assert await catalogue(database) == before
