"""What the contract suites run over in PostgreSQL."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import asyncpg

from tests.support.clock import ManualClock
from wexstream.adapters.memory.push import MemoryPush
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
# What hangs on these goes by foreign keys. Deleting is by far the fastest way to empty small tables: 2 ms,
# where a new database of a template takes 100 ms, and TRUNCATE 400.
EMPTIED = (
    "messages",
    "accounts",
    "bans",
    "reports",
    "enquiries",
    "processes",
    "signals",
    "throttles",
    "guesses",
    "pgqueuer",
    "pgqueuer_log",
)
_EMPTY_LOG = """
    DO $$ BEGIN
        IF EXISTS (SELECT FROM audit) THEN
            ALTER TABLE audit DISABLE TRIGGER audit_is_kept;
            DELETE FROM audit;
            ALTER TABLE audit ENABLE TRIGGER audit_is_kept;
        END IF;
    END $$
"""
_EMPTY = "; ".join([_EMPTY_LOG, *(f"DELETE FROM {table}" for table in EMPTIED)])  # noqa: S608 - our own names
_WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
_DUE = """
    SELECT count(*) FROM pgqueuer
    WHERE status = 'picked' OR (status = 'queued' AND execute_after < clock_timestamp())
"""


@asynccontextmanager
async def postgres_pool(dsn: str) -> AsyncGenerator[asyncpg.Pool]:
    """Have connections to a migrated database that finds deadlocks soon, where we may tell it to."""
    await migrate(dsn)
    async with open_pool(dsn) as pool:
        with suppress(asyncpg.InsufficientPrivilegeError):
            name = await pool.fetchval("SELECT quote_ident(current_database())")
            await pool.execute(f"ALTER DATABASE {name} SET deadlock_timeout = '20ms'")
            await pool.expire_connections()
        yield pool


class PostgresStorage:
    """PostgreSQL."""

    def __init__(self, dsn: str, pool: asyncpg.Pool) -> None:
        self.clock = ManualClock()
        self.push = MemoryPush()
        self.unit = PostgresUnitOfWork(pool, self.push, pause=lambda _: asyncio.sleep(0))
        self.queries = PostgresQueries(pool)
        self.throttle = PostgresThrottle(pool, self.clock, key=b"a key of 32 bytes for these tests")
        self._dsn = dsn
        self._pool = pool
        self._looked_at = self.clock.now()

    async def empty(self) -> None:
        await self._pool.execute(_EMPTY)

    async def run_jobs(self, handle: Callable[[Job], Awaitable[None]]) -> None:
        await self._let_time_pass()
        if not await self._pool.fetchval(_DUE):
            return
        worker = Worker(self._dsn, handle, permanent=(MailRefused,), concurrency=2)
        running = asyncio.create_task(worker.run())
        while await self._pool.fetchval(_DUE) and not running.done():  # noqa: ASYNC110 - nor does the queue
            await asyncio.sleep(INTERVAL)
        worker.stop()
        await running

    async def held_jobs(self) -> Sequence[Job]:
        held = await self._pool.fetch("SELECT * FROM pgqueuer WHERE status = 'failed' ORDER BY id")
        return [decode(row["entrypoint"], row["payload"]) for row in held]

    async def tidy(self) -> None:
        await self.throttle.purge()

    async def everything_kept(self) -> str:
        tables = await self._pool.fetch(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
        )
        return repr([tuple(row) for [name] in tables for row in await self._pool.fetch(f"TABLE {name}")])

    async def until_waiting(self, transactions: int) -> None:
        while await self._pool.fetchval(_WAITING) < transactions:  # noqa: ASYNC110 - locks tell nobody
            await asyncio.sleep(INTERVAL)

    async def _let_time_pass(self) -> None:
        """Bring what waits in the queue nearer by as much as the clock went on since last time."""
        passed, self._looked_at = self.clock.now() - self._looked_at, self.clock.now()
        if passed > timedelta(0):
            await self._pool.execute(
                "UPDATE pgqueuer SET execute_after = execute_after - $1::interval", passed
            )
