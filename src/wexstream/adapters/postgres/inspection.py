"""A look at a database: whether it can be reached, and whether it is fit for use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

import asyncpg
from sqlalchemy import column, exists, func, select, table

from wexstream.adapters.postgres.migrate import current, pending, revisions
from wexstream.adapters.postgres.pool import open_connection
from wexstream.adapters.postgres.reaching import Reached
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.trouble import explained
from wexstream.ports.persistence import StorageUnavailable

OLDEST = 14  # the oldest PostgreSQL that its makers look after

_extension = table("pg_available_extensions", column("name")).c
_database = table("pg_database", column("datname"), column("datctype")).c
_LOOK = Statement(
    select(
        func.current_setting("server_version").label("version"),
        func.current_setting("server_version_num").label("number"),
        func.clock_timestamp().label("now"),
        exists().where(_extension.name == "pg_trgm").label("trigrams"),
        _database.datctype.label("letters"),
    ).where(_database.datname == func.current_database())
)


class Schema(Enum):
    """How far a database is migrated, beside what this version needs."""

    MISSING = auto()
    OLDER = auto()
    RIGHT = auto()
    NEWER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a database is: its server's version, whether that has pg_trgm, its time, and what it lacks.

    ``letters`` is the locale by which it knows letters (LC_CTYPE).
    """

    version: str
    major: int
    trigrams: bool
    letters: str
    now: datetime
    pending: Sequence[str]


async def inspect(dsn: str) -> Inspection:
    """Look at a database. Raises as ``migrate`` does."""
    async with open_connection(dsn) as connection:
        (found,) = await _LOOK.fetch(connection)
    return Inspection(
        version=found["version"],
        major=int(found["number"]) // 10_000,
        trigrams=found["trigrams"],
        letters=found["letters"],
        now=found["now"],
        pending=await pending(dsn),
    )


async def schema_of(pool: asyncpg.Pool) -> Schema:
    """Tell how far the database of a pool is migrated. Raises StorageUnavailable."""
    try:
        async with Reached(pool) as connection:
            revision = await current(connection)
    except asyncpg.UndefinedTableError:
        return Schema.MISSING
    except asyncpg.PostgresError as error:
        raise StorageUnavailable(explained(error)) from error
    known = revisions()
    if revision == known[-1]:
        return Schema.RIGHT
    return Schema.OLDER if revision is None or revision in known else Schema.NEWER
