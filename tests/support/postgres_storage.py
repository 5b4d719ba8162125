"""PostgreSQL as a storage of the contract suites."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg

from tests.support.clock import ManualClock
from wexstream.adapters.postgres.job_payloads import decode
from wexstream.adapters.postgres.migrate import migrate
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.postgres.queries import PostgresQueries
from wexstream.adapters.postgres.throttle import PostgresThrottle
from wexstream.adapters.postgres.unit_of_work import PostgresUnitOfWork
from wexstream.adapters.postgres.worker import Worker
from wexstream.ports.jobs import Job
from wexstream.ports.mail import MailRefused

INTERVAL = 0.005  # seconds between two looks at what the server is doing

# What is left out goes by foreign keys. Deleting is by far the fastest way to empty small tables.
EMPTY = """
DELETE FROM messages; DELETE FROM accounts; DELETE FROM bans; DELETE FROM reports; DELETE FROM enquiries;
DELETE FROM throttles; DELETE FROM pgqueuer; DELETE FROM pgqueuer_log
"""
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
UNDER_WAY = """
SELECT count(*) FROM pgqueuer
WHERE status = 'picked' OR (status = 'queued' AND execute_after <= clock_timestamp())
"""
LET_TIME_PASS = "UPDATE pgqueuer SET execute_after = execute_after - $1::interval"
HELD = "SELECT entrypoint, payload FROM pgqueuer WHERE status = 'failed' ORDER BY id"
TABLES = """
SELECT format('TABLE %I', tablename) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename
"""


@asynccontextmanager
async def migrated_pool(dsn: str) -> AsyncGenerator[asyncpg.Pool]:
    """Migrate a database, and have connections to it."""
    await migrate(dsn)
    async with open_pool(dsn) as pool:
        yield pool


class PostgresStorage:
    """PostgreSQL."""

    def __init__(self, dsn: str, pool: asyncpg.Pool) -> None:
        self.clock = ManualClock()
        self.unit = PostgresUnitOfWork(pool, pause=lambda _: asyncio.sleep(0))
        self.queries = PostgresQueries(pool)
        self.throttle = PostgresThrottle(pool, self.clock, key=bytes(32))
        self._dsn = dsn
        self._pool = pool
        self._jobs_ran_at = self.clock.now()

    async def empty(self) -> None:
        await self._pool.execute(EMPTY)

    async def run_jobs(self, handle: Callable[[Job], Awaitable[None]]) -> None:
        passed, self._jobs_ran_at = self.clock.now() - self._jobs_ran_at, self.clock.now()
        await self._pool.execute(LET_TIME_PASS, passed)
        if not await self._pool.fetchval(UNDER_WAY):
            return
        worker = Worker(self._dsn, handle, permanent=(MailRefused,), concurrency=2)
        running = asyncio.create_task(worker.run())
        while await self._pool.fetchval(UNDER_WAY) and not running.done():
            await asyncio.sleep(INTERVAL)
        worker.stop()
        await running

    async def held_jobs(self) -> Sequence[Job]:
        return [decode(row["entrypoint"], row["payload"]) for row in await self._pool.fetch(HELD)]

    async def tidy(self) -> None:
        await self.throttle.purge()

    async def everything_kept(self) -> str:
        kept = [await self._pool.fetch(table) for (table,) in await self._pool.fetch(TABLES)]
        return repr([tuple(row) for rows in kept for row in rows])

    async def until_waiting(self, transactions: int) -> None:
        while await self._pool.fetchval(WAITING) < transactions:  # noqa: ASYNC110 (the server tells nobody)
            await asyncio.sleep(INTERVAL)
