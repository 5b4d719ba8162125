"""A database that refuses, breaks off, or never answers, and what is none of its faults."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from tests.integration.postgres_processes import processes
from tests.support.builders import account, viewer
from tests.support.clock import ManualClock
from tests.support.keeping import keep
from tests.support.outage import Gate, gated
from tests.support.postgres import PostgresStorage
from tests.support.taking_along import export
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.postgres import reaching
from wexstream.adapters.postgres.inspection import Schema, schema_of
from wexstream.adapters.postgres.migrate import migrate
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.postgres.queries import PostgresQueries
from wexstream.adapters.postgres.throttle import PostgresThrottle
from wexstream.adapters.postgres.unit_of_work import PostgresUnitOfWork
from wexstream.adapters.system.embedded_postgres import embedded_postgres
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.throttling import Rate
from wexstream.ports.persistence import StorageUnavailable, Transaction

ADA = account("Ada")
RATE = Rate(times=1_000, per=timedelta(hours=1))
SOON = 0.3  # seconds of patience where it is to end
DONE = 10  # seconds after which nobody would call it bounded

Use = Callable[[asyncpg.Pool], Awaitable[object]]
USES: dict[str, Use] = {
    "a command": lambda pool: PostgresUnitOfWork(pool, MemoryPush()).run(lambda tx: tx.accounts.any_exists()),
    "a list": lambda pool: PostgresQueries(pool).preview(ADA.id),  # type: ignore[arg-type] # any id will do
    "a page": lambda pool: PostgresQueries(pool).me(viewer(ADA)),
    "an export": lambda pool: export(PostgresQueries(pool), viewer(ADA)),
    "a limit": lambda pool: PostgresThrottle(pool, ManualClock(), key=b"k").take("bucket", RATE),
    "a purge": lambda pool: PostgresThrottle(pool, ManualClock(), key=b"k").purge(),
}


@pytest.fixture(params=USES)
def use(request: pytest.FixtureRequest) -> Use:
    return USES[request.param]


@pytest.fixture
async def gate(dsn: str, pool: asyncpg.Pool) -> AsyncIterator[tuple[str, Gate]]:
    """An address of the database, and the gate that all who use it pass."""
    async with gated(dsn) as (address, made):
        yield address, made


async def work_until(broken: Callable[[], Awaitable[object]], tx: Transaction) -> None:
    """Begin to work, and go on once the connection is broken."""
    await tx.accounts.any_exists()
    await broken()
    await tx.accounts.any_exists()


async def test_a_database_that_is_not_there_is_told_at_once_and_used_again_when_it_is(
    gate: tuple[str, Gate], use: Use
) -> None:
    address, entrance = gate
    async with open_pool(address) as pool:
        await use(pool)
        await entrance.shut()
        async with asyncio.timeout(SOON):
            with pytest.raises(StorageUnavailable):
                await use(pool)
        with pytest.raises(StorageUnavailable):
            await schema_of(pool)
        await entrance.open()
        await use(pool)
        assert await schema_of(pool) is Schema.RIGHT


async def test_a_connection_that_breaks_within_a_transaction_is_told_as_such(gate: tuple[str, Gate]) -> None:
    address, entrance = gate
    async with open_pool(address) as pool:
        with pytest.raises(StorageUnavailable):
            await PostgresUnitOfWork(pool, MemoryPush()).run(lambda tx: work_until(entrance.shut, tx))
        await entrance.open()
        await USES["a command"](pool)


async def test_a_backend_that_its_operator_ends_is_an_outage_too(dsn: str, pool: asyncpg.Pool) -> None:
    async def end(connection: asyncpg.Connection) -> None:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        )

    connection = await asyncpg.connect(dsn)
    try:
        with pytest.raises(StorageUnavailable):
            await PostgresUnitOfWork(pool, MemoryPush()).run(
                lambda tx: work_until(lambda: end(connection), tx)
            )
    finally:
        await connection.close()
    await USES["a command"](pool)


async def test_a_database_that_follows_another_one_by_now_is_an_outage_and_asked_for_anew(
    dsn: str, pool: asyncpg.Pool
) -> None:
    async with open_pool(dsn) as own:
        async with own.acquire() as connection:
            await connection.execute("SET default_transaction_read_only = on")
            demoted = connection.get_server_pid()
        with pytest.raises(StorageUnavailable):
            await PostgresUnitOfWork(own, MemoryPush()).run(lambda tx: tx.accounts.add(ADA))
        async with own.acquire() as connection:
            assert connection.get_server_pid() != demoted


async def test_a_commit_whose_answer_is_lost_is_an_outage_and_took_effect(
    gate: tuple[str, Gate], pool: asyncpg.Pool
) -> None:
    address, entrance = gate

    async def register(tx: Transaction) -> None:
        await tx.accounts.add(ADA)
        entrance.keep_answers()

    async def break_off_once_committed() -> None:
        while not await pool.fetchval("SELECT count(*) FROM accounts"):  # noqa: ASYNC110 - commits tell nobody
            await asyncio.sleep(0)
        await entrance.shut()

    async with open_pool(address) as through, asyncio.timeout(DONE):
        breaking = asyncio.create_task(break_off_once_committed())
        with pytest.raises(StorageUnavailable):
            await PostgresUnitOfWork(through, MemoryPush()).run(register)
        await breaking


async def test_a_server_that_does_not_answer_is_waited_for_no_longer_than_was_said(
    gate: tuple[str, Gate], use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, entrance = gate
    monkeypatch.setattr(reaching, "CONNECTED_WITHIN", SOON)
    async with open_pool(address, patience=SOON) as pool:
        await use(pool)
        entrance.keep_answers()
        for _ in ("on a connection that was there", "on a new one"):
            async with asyncio.timeout(3 * SOON):
                with pytest.raises(StorageUnavailable, match="did not answer in time"):
                    await use(pool)
        entrance.let_answers_through()
        await use(pool)


async def test_a_postgresql_that_is_halted_is_told_and_goes_on_when_it_does(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "CONNECTED_WITHIN", SOON)
    async with embedded_postgres(data_folder, durable=False) as dsn:
        await migrate(dsn)
        async with open_pool(dsn, patience=SOON) as pool:
            await USES["a command"](pool)
            halted = [pid for pid, command in processes(data_folder).items() if "postgres" in command]
            _tell(halted, signal.SIGSTOP)
            try:
                for use in (*USES.values(), *USES.values()):
                    with pytest.raises(StorageUnavailable):
                        await use(pool)
            finally:
                _tell(halted, signal.SIGCONT)
            await USES["a command"](pool)


async def test_when_all_connections_are_in_use_one_is_waited_for_no_longer_than_was_said(
    dsn: str, pool: asyncpg.Pool, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "CONNECTED_WITHIN", SOON)
    async with open_pool(dsn, size=1) as small:
        async with small.acquire():
            with pytest.raises(StorageUnavailable):
                await use(small)
        await use(small)


@pytest.mark.parametrize(
    "shortage",
    [asyncpg.DiskFullError, asyncpg.OutOfMemoryError, asyncpg.CannotConnectNowError, asyncpg.PostgresIOError],
)
async def test_what_the_server_lacks_for_now_is_an_outage(
    pool: asyncpg.Pool, shortage: type[Exception]
) -> None:
    async def work(_: Transaction) -> None:
        raise shortage("not now")

    with pytest.raises(StorageUnavailable):
        await PostgresUnitOfWork(pool, MemoryPush()).run(work)


@pytest.mark.parametrize(
    "error",
    [
        NotFound(),
        RuntimeError("a mistake"),
        FileNotFoundError("a file of ours"),
        asyncpg.InterfaceError("wrongly used"),
        asyncpg.UniqueViolationError("there already"),
        asyncpg.UndefinedTableError("no such table"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_what_is_no_outage_stays_what_it_is_and_costs_no_connection(
    dsn: str, pool: asyncpg.Pool, error: Exception
) -> None:
    async def work(tx: Transaction) -> None:
        await tx.accounts.add(ADA)
        raise error

    async with open_pool(dsn, size=1) as small:
        before = await small.fetchval("SELECT pg_backend_pid()")
        with pytest.raises(type(error)) as raised:
            await PostgresUnitOfWork(small, MemoryPush()).run(work)
        assert raised.value is error
        assert await small.fetchval("SELECT pg_backend_pid()") == before
        assert await small.fetchval("SELECT count(*) FROM accounts") == 0


async def test_a_refusal_stays_one_when_the_connection_breaks_before_it_is_rolled_back(
    gate: tuple[str, Gate],
) -> None:
    address, entrance = gate

    async def work(tx: Transaction) -> None:
        await tx.accounts.any_exists()
        await entrance.shut()
        raise NotFound

    async with open_pool(address) as pool:
        with pytest.raises(NotFound):
            await PostgresUnitOfWork(pool, MemoryPush()).run(work)


async def test_an_outage_is_a_line_in_the_log_that_says_what_to_look_at_and_one_more_when_it_is_over(
    gate: tuple[str, Gate], storage: PostgresStorage, caplog: pytest.LogCaptureFixture
) -> None:
    address, entrance = gate
    await keep(storage.unit, ADA)
    caplog.set_level(logging.INFO, "wexstream")
    async with open_pool(address) as pool:
        for _ in range(2):
            await entrance.shut()
            for _ in range(3):
                with pytest.raises(StorageUnavailable):
                    await USES["a page"](pool)
            await entrance.open()
            for _ in range(3):
                await USES["a page"](pool)
    assert len(caplog.records) == 4
    began, over = caplog.records[-2:]
    assert began.exc_info is None
    assert began.getMessage().startswith("the database cannot be used just now: ")
    assert began.getMessage().endswith("Look at host and port, and whether PostgreSQL runs there.")
    assert over.getMessage() == "the database can be used again"


def _tell(pids: list[int], kind: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, kind)
