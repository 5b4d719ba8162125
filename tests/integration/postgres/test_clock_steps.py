"""The database's clock stepping back: what waits by it does not wait until the time comes once more.

PostgreSQL's clock cannot be set here; what was written before a step back looks like what is written ahead.
"""

import asyncio
import logging
from datetime import datetime, timedelta

import asyncpg
import pytest
from pgqueuer.adapters.persistence.queries import Queries

from tests.integration.postgres.test_worker import (
    EVERY_SECOND,
    PATIENCE,
    Handler,
    announce,
    queue,
    until_queue_is,
    working,
)
from tests.support.postgres import PostgresStorage
from wexstream.adapters.postgres import clock_steps
from wexstream.adapters.postgres.clock_steps import bring_nearer
from wexstream.adapters.postgres.pool import open_connection
from wexstream.adapters.postgres.queue_statements import queries
from wexstream.adapters.postgres.worker import Routine, Worker
from wexstream.ports.persistence import Transaction

HOUR = timedelta(hours=1)
_JOBS_AHEAD = """
    UPDATE pgqueuer SET created = created + $1, updated = updated + $1, heartbeat = heartbeat + $1,
        execute_after = execute_after + $1
"""
_ROUTINES_AHEAD = """
    UPDATE pgqueuer_schedules
    SET updated = updated + $1, heartbeat = heartbeat + $1, next_run = next_run + $1
"""


async def step_back(pool: asyncpg.Pool) -> None:
    """Have everything be written an hour ahead of now."""
    for statement in (_JOBS_AHEAD, _ROUTINES_AHEAD):
        await pool.execute(statement, HOUR)


async def waits(pool: asyncpg.Pool) -> timedelta:
    wait: timedelta = await pool.fetchval("SELECT execute_after - now() FROM pgqueuer")
    return wait


async def test_a_worker_that_comes_afterwards_runs_what_was_queued_before(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    await queue(storage, announce())
    await step_back(pool)
    async with working(Worker(dsn, Handler())):
        await until_queue_is(pool, 0)


async def test_a_job_that_waits_for_a_time_waits_for_what_was_left_of_it_however_many_look(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    async def queue_for_later(tx: Transaction) -> None:
        now = storage.clock.now()
        await tx.jobs.add_for_later(announce(), at=now + HOUR, now=now)

    await storage.unit.run(queue_for_later)
    await step_back(pool)
    assert await waits(pool) > 1.9 * HOUR
    async with open_connection(dsn) as connection:
        for _ in range(3):
            await bring_nearer(queries(connection))
    assert 0.9 * HOUR < await waits(pool) <= HOUR


async def test_a_worker_notices_says_so_once_and_runs_what_waits_and_what_is_done_again_and_again(
    dsn: str,
    pool: asyncpg.Pool,
    storage: PostgresStorage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs, stepped = asyncio.Queue[None](), False
    real = clock_steps._now  # noqa: SLF001 - nobody can set PostgreSQL's clock

    async def now(seen_by: Queries) -> datetime:
        return await real(seen_by) - (HOUR if stepped else timedelta(0))

    async def run() -> None:
        runs.put_nowait(None)

    monkeypatch.setattr(clock_steps, "_now", now)
    monkeypatch.setattr(clock_steps, "LOOKED_AFTER", 0.1)
    caplog.set_level(logging.INFO, "wexstream")
    worker = Worker(dsn, Handler(), routines=[Routine(name="tidy", schedule=EVERY_SECOND, run=run)])
    async with asyncio.timeout(PATIENCE), working(worker):
        await runs.get()
        async with pool.acquire() as connection, connection.transaction():
            await queue(storage, announce())  # committed before, and locked at once
            await connection.execute("LOCK TABLE pgqueuer, pgqueuer_schedules")
            await connection.execute(_JOBS_AHEAD, HOUR)
            await connection.execute(_ROUTINES_AHEAD, HOUR)
        stepped = True
        await until_queue_is(pool, 0)
        while not runs.empty():
            runs.get_nowait()
        await runs.get()
    [said] = caplog.messages
    assert said.startswith("the clock of the database has stepped back by 3600 seconds")
