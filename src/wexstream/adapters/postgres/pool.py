"""Connections to PostgreSQL, by asyncpg: pooled, or one by one.

A connection must be a session of its own from beginning to end, as statements stay prepared in it: where
PgBouncer stands between, not in its transaction mode.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from asyncpg.connection import LoggedQuery

from wexstream.adapters.postgres.statements import Connection

NAME = "wexstream"
ANSWERED_WITHIN = 30.0  # seconds; what is done for the largest networks takes a few

_CONNECTING: dict[str, Any] = {
    "statement_cache_size": 1_000,  # all there are
    "max_cached_statement_lifetime": 0,  # for as long as the connection
}


Told = Callable[[str, float, BaseException | None], None]


@asynccontextmanager
async def open_pool(
    dsn: str, *, size: int = 10, patience: float = ANSWERED_WITHIN, told: Told | None = None
) -> AsyncGenerator[asyncpg.Pool]:
    """Keep up to so many connections to the database of an address, until the end of the context.

    Those that break are replaced when they are asked for. A statement without an answer within ``patience``
    (seconds) fails. Each that was run is ``told``: its text without values, how many seconds it took, and
    what it met; in the context of whoever ran it. Raises what asyncpg raises where the first connection
    cannot be had.
    """

    async def prepare(connection: asyncpg.Connection) -> None:
        await _prepare(connection)
        if told is not None:
            connection.add_query_logger(_logger(told))

    async with asyncpg.create_pool(
        dsn,
        min_size=0,  # asyncpg would seek the first by itself, and log each failure with its traceback
        max_size=size,
        command_timeout=patience,
        max_inactive_connection_lifetime=0,  # they stay: a timer at each release is spared
        init=prepare,
        reset=_leave_as_it_is,
        server_settings={"application_name": NAME},
        **_CONNECTING,
    ) as pool:
        async with pool.acquire():
            pass
        yield pool


@asynccontextmanager
async def open_connection(dsn: str, *, name: str = NAME) -> AsyncGenerator[asyncpg.Connection]:
    """Have one connection, until the end of the context. A statement without an answer in a minute fails.

    ``name`` is how the server knows it. Raises what asyncpg raises.
    """
    known_as = {"application_name": name}
    connection = await asyncpg.connect(dsn, command_timeout=60, server_settings=known_as, **_CONNECTING)
    try:
        await _prepare(connection)
        yield connection
    finally:
        await connection.close(timeout=10)


def _logger(told: Told) -> Callable[[LoggedQuery], None]:
    def log(run: LoggedQuery) -> None:
        told(run.query, run.elapsed, run.exception)

    return log


async def _prepare(connection: Connection) -> None:
    await connection.execute("SET jit = off")  # to compile these statements takes longer than to run them


async def _leave_as_it_is(_connection: Connection) -> None:
    """Spare a query at each release: nothing here changes a session but for its transaction."""
