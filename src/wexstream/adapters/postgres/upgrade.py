"""Migrations, applied and looked for by Alembic. ``migrate`` imports this only where it has to."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from wexstream.adapters.postgres.migrate import MigrationError, scripts

LOCK = 0x77657873_6D696772  # the number by which processes agree who migrates
_INTERVAL = 0.1  # seconds between two looks at whether another process is done
_log = logging.getLogger(__name__)


async def upgrade(dsn: str, *, to: str = "head") -> Sequence[str]:
    """Apply the migrations that a database lacks, all or those up to one. As ``migrate``."""
    async with _sole_migrator(dsn), _engine(dsn).connect() as connection:
        applied = await connection.run_sync(_upgrade, to)
    for name in applied:
        _log.info("applied migration %s", name)
    return applied


async def pending(dsn: str) -> Sequence[str]:
    """Name the migrations that a database lacks. As ``migrate.pending``."""
    async with _engine(dsn).connect() as connection:
        return await connection.run_sync(_missing)


def _engine(dsn: str) -> AsyncEngine:
    async def connect() -> asyncpg.Connection:
        connection = await asyncpg.connect(dsn)
        await connection.execute("SET lock_timeout = '10s'")
        return connection

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)


@asynccontextmanager
async def _sole_migrator(dsn: str) -> AsyncGenerator[None]:
    """Be the only one who migrates.

    Polled, as waiting for the lock would hold a snapshot, for which ``CREATE INDEX CONCURRENTLY`` waits.
    """
    connection = await asyncpg.connect(dsn)
    try:
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):  # noqa: ASYNC110 - see above
            await asyncio.sleep(_INTERVAL)
        yield
    finally:
        await connection.close()


def _upgrade(connection: Connection, to: str) -> Sequence[str]:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    missing = _missing(connection, to)
    if missing:
        command.upgrade(config, to)
    return missing


def _missing(connection: Connection, to: str = "head") -> list[str]:
    directory = ScriptDirectory(str(scripts()))
    current = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()  # which ends the transaction of having looked
    try:
        pending = list(directory.iterate_revisions(to, current or "base"))
    except ResolutionError as error:
        raise MigrationError(
            f"The database is a newer Wexstream's (its last migration is {current}). Start that Wexstream, "
            "or restore a backup from before it."
        ) from error
    return [Path(script.path).stem for script in reversed(pending)]
