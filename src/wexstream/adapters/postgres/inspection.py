"""A look at a database: whether it can be reached, and whether it is fit for use."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Pool
from sqlalchemy import column, exists, func, literal, select, table

from wexstream.adapters.postgres.migrate import pending
from wexstream.adapters.postgres.pool import open_connection
from wexstream.adapters.postgres.reaching import Reached
from wexstream.adapters.postgres.statements import Statement
from wexstream.ports.persistence import StorageUnavailable

OLDEST = 14  # the oldest PostgreSQL that its makers look after

_PATIENCE = 5  # seconds

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
_ANSWER = Statement(select(literal(1)))


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


async def answers(pool: Pool) -> bool:
    """Tell whether the database of a pool answers, within seconds."""
    try:
        async with asyncio.timeout(_PATIENCE), Reached(pool) as connection:
            await _ANSWER.execute(connection)
    except (StorageUnavailable, TimeoutError):
        return False
    return True
