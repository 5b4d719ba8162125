"""Bringing a database up to what this version needs.

Alembic does it, which takes half a second to import: it is where something is to be done.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import asyncpg

from wexstream.adapters.postgres.statements import Connection


class MigrationError(Exception):
    """The database cannot be migrated; the message says what to do."""


async def migrate(dsn: str) -> Sequence[str]:
    """Apply the migrations that a database lacks; the names of those that were applied, in order.

    Any number of processes may do so at once: one migrates, the others wait for it. Each migration is applied
    whole or not at all, and gives up after ten seconds of waiting for somebody else's lock.

    Raises:
        MigrationError: the database is a newer Wexstream's, or lacks something.
        OSError, asyncpg.PostgresError, sqlalchemy.exc.DBAPIError: it cannot be reached, or refuses.
    """
    if await _is_up_to_date(dsn):
        return []
    from wexstream.adapters.postgres.upgrade import upgrade  # noqa: PLC0415 (see above)

    return await upgrade(dsn)


async def begin(dsn: str, revision: str) -> None:
    """Migrate an empty database as far as one of ``revisions``. Raises as ``migrate`` does."""
    from wexstream.adapters.postgres.upgrade import upgrade  # noqa: PLC0415 (see above)

    await upgrade(dsn, to=revision)


async def pending(dsn: str) -> Sequence[str]:
    """Name the migrations that a database lacks, in order, and apply none. Raises as ``migrate`` does."""
    if await _is_up_to_date(dsn):
        return []
    from wexstream.adapters.postgres import upgrade  # noqa: PLC0415 (see above)

    return await upgrade.pending(dsn)


def scripts() -> Path:
    """Find the migrations: beside this module where it is installed, else at the top of the repository."""
    installed = Path(__file__).with_name("migrations")
    return installed if installed.is_dir() else Path(__file__).parents[4] / "migrations"


@cache
def revisions() -> Sequence[str]:
    """Name the states of a database that this version knows, by the numbers of their migrations, in order."""
    return sorted(path.stem.partition("_")[0] for path in (scripts() / "versions").glob("*.py"))


async def current(connection: Connection) -> str | None:
    """Tell how far a database is migrated. Raises asyncpg.UndefinedTableError where it never was."""
    revision: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    return revision


async def _is_up_to_date(dsn: str) -> bool:
    connection = await asyncpg.connect(dsn)
    try:
        return await current(connection) == revisions()[-1]
    except asyncpg.UndefinedTableError:
        return False
    finally:
        await connection.close()
