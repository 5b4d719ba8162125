"""Generated histories: whatever people do, in whatever order, everybody sees what the oracle says."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.machine import Backend, Wexstream
from tests.support.postgres import PostgresStorage, postgres_pool
from tests.support.storage import MemoryStorage, Storage
from wexstream.adapters.postgres.job_payloads import decode
from wexstream.ports.jobs import Job

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
HISTORIES = settings(
    max_examples=10_000 if LONG else 200,
    stateful_step_count=50,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


async def _run_in_memory(storage: Storage, handle: Callable[[Job], Awaitable[None]]) -> None:
    await storage.run_jobs(handle)


@pytest.fixture
def memory() -> Iterator[Backend]:
    async def open_storage() -> Storage:
        return MemoryStorage()

    with asyncio.Runner() as runner:
        yield Backend(runner, open_storage, _run_in_memory)


@pytest.fixture
def postgres(postgres_dsn: str) -> Iterator[Backend]:
    """PostgreSQL, where jobs are taken from the queue by hand: a worker for each look would take longer."""
    with asyncio.Runner() as runner:
        opened = postgres_pool(postgres_dsn)
        pool = runner.run(opened.__aenter__())

        async def open_storage() -> Storage:
            storage = PostgresStorage(postgres_dsn, pool)
            await storage.empty()
            return storage

        async def run_jobs(_: Storage, handle: Callable[[Job], Awaitable[None]]) -> None:
            while row := await pool.fetchrow("SELECT * FROM pgqueuer ORDER BY id LIMIT 1"):
                await handle(decode(row["entrypoint"], row["payload"]))
                await pool.execute("DELETE FROM pgqueuer WHERE id = $1", row["id"])

        yield Backend(runner, open_storage, run_jobs)
        runner.run(opened.__aexit__(None, None, None))


def _run(backend: Backend) -> None:
    machine = type("Histories", (Wexstream,), {"backend": backend})
    run_state_machine_as_test(machine, settings=HISTORIES)


def test_memory_does_what_the_oracle_says(memory: Backend) -> None:
    _run(memory)


def test_postgres_does_what_the_oracle_says(postgres: Backend) -> None:
    _run(postgres)
