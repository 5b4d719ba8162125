"""Push through PostgreSQL (LISTEN and NOTIFY), between processes that share a database.

One connection tells and one hears, neither of the pool's: a transaction that notifies commits alone, one
after the other, and whoever hears does nothing else.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import asyncpg

from wexstream.adapters.hints.line import Tell
from wexstream.adapters.hints.push import LinePush, open_line
from wexstream.adapters.postgres.attempts import described
from wexstream.adapters.postgres.statements import Connection
from wexstream.adapters.postgres.trouble import LOST

TELLING, HEARING = "wexstream, telling", "wexstream, hearing"
CHANNEL = "wexstream"
_NOTIFY = (
    "SELECT pg_notify($1, told) FROM unnest($2::text[]) WITH ORDINALITY AS hints(told, place) ORDER BY place"
)


def open_push(dsn: str) -> AbstractAsyncContextManager[LinePush]:
    """Have push by the database of an address, until the end of the context."""
    return open_line(PostgresLine(dsn))


class PostgresLine:
    """A channel of a database."""

    name = "PostgreSQL"
    trouble = LOST

    def __init__(self, dsn: str) -> None:
        """Use the database of an address."""
        self._dsn = dsn

    def explain(self, error: Exception) -> str:
        """Tell kind and place of an error: its words may be personal."""
        return described(error)

    @asynccontextmanager
    async def to_tell(self) -> AsyncGenerator[Tell]:
        """Open a connection that notifies. Raises ``trouble``."""
        async with self._opened(TELLING) as connection:

            async def tell(texts: Sequence[str]) -> None:
                await connection.execute(_NOTIFY, CHANNEL, texts)

            yield tell

    @asynccontextmanager
    async def to_hear(self, heard: Callable[[str], None]) -> AsyncGenerator["PostgresEar"]:
        """Open a connection that is notified. Raises ``trouble``."""
        async with self._opened(HEARING) as connection:
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, lambda _connection, _pid, _channel, told: heard(str(told)))
            yield PostgresEar(connection=connection, lost=lost)

    @asynccontextmanager
    async def _opened(self, name: str) -> AsyncGenerator[Connection]:
        connection = await asyncpg.connect(self._dsn, server_settings={"application_name": name})
        try:
            yield connection
        finally:
            connection.terminate()  # a farewell would wait for an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresEar:
    """A connection that listens."""

    connection: Connection
    lost: asyncio.Event

    async def listen(self) -> None:
        """Have asyncpg pass on what comes until the connection is lost. Raises ConnectionError then."""
        await self.lost.wait()
        raise ConnectionResetError("the connection is lost")

    async def answer(self) -> None:
        """Have a statement answered. Raises what asyncpg raises."""
        await self.connection.fetchval("SELECT 1")
