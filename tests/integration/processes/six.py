"""Three servers and three workers on one database."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from tests.integration.processes.heard import Heard, heard
from tests.integration.processes.staging import SECRET, staged
from tests.integration.rooms.people import Stage
from tests.integration.serving.processes import Process, serving, started
from tests.support.databases import empty_database
from tests.support.smtp_server import Server as MailServer
from tests.support.smtp_server import serving as smtp
from wexstream.adapters.postgres.pool import open_connection, open_pool
from wexstream.adapters.postgres.upgrade import LOCK

_MIGRATORS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'SELECT pg_try_advisory_lock%'
"""


@dataclass(frozen=True, kw_only=True)
class Six:
    servers: list[Process]
    workers: list[Process]
    heard: Heard
    pool: asyncpg.Pool
    mails: MailServer

    @asynccontextmanager
    async def staged(self) -> AsyncIterator[Stage]:
        """Have people, at the first server and, near, at the second."""
        async with staged(self.pool, near=self.servers[1].url, far=self.servers[0].url) as stage:
            yield stage

    async def stop(self) -> None:
        """Stop those that still run."""
        running = [one.process for one in (*self.servers, *self.workers) if one.process.returncode is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        assert not any(await asyncio.gather(*(process.wait() for process in running)))


async def let_all_come_to_migrate(dsn: str, starting: asyncio.Future[list[Process]]) -> None:
    """Migrate nothing until all six have seen that it is to be done, and wait for each other."""
    async with open_connection(dsn) as connection:
        await connection.execute(f"SELECT pg_advisory_lock({LOCK})")
        while await connection.fetchval(_MIGRATORS) < 6 and not starting.done():  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)
        await connection.execute(f"SELECT pg_advisory_unlock({LOCK})")


@asynccontextmanager
async def six_on_one(postgres_dsn: str, folder: Path) -> AsyncIterator[Six]:
    """Start them together, on an empty database."""
    async with (
        empty_database(postgres_dsn) as dsn,
        smtp(MailServer()) as mails,
        AsyncExitStack() as stack,
    ):
        settings = {
            "WS_DATABASE_URL": dsn,
            "WS_JWT_SECRET": SECRET,
            "WS_SMTP_HOST": "localhost",
            "WS_SMTP_PORT": str(mails.port),
            "WS_SMTP_TLS": "none",
        }
        workers = [started("worker", folder, **settings) for _ in range(3)]
        servers = [serving(folder, **settings) for _ in range(3)]
        starting = asyncio.gather(*map(stack.enter_async_context, (*workers, *servers)))
        await let_all_come_to_migrate(dsn, starting)
        entered = await starting
        hearing = await stack.enter_async_context(heard(*entered))
        pool = await stack.enter_async_context(open_pool(dsn))
        six = Six(servers=entered[3:], workers=entered[:3], heard=hearing, pool=pool, mails=mails)
        yield six
        await six.stop()
        assert not [line for line in hearing.lines if "Traceback" in str(line)]
