import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import asyncpg
import pytest
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.models import AnyEvent

from tests.support.builders import IDS, account
from tests.support.keeping import keep
from tests.support.outage import gated
from tests.support.postgres import PostgresStorage
from wexstream.adapters.postgres.jobs import PostgresJobQueue
from wexstream.adapters.postgres.pool import open_connection
from wexstream.adapters.postgres.queue_tables import CHANNEL
from wexstream.adapters.postgres.worker import Routine, Worker
from wexstream.domain.model.ids import AccountId, ConferenceId, LinkId, NotificationId
from wexstream.ports.jobs import Announce, Job, MailAddressKnown, MailLink, MailNotification
from wexstream.ports.persistence import Transaction

PATIENCE = 60  # seconds after which what should have happened counts as never happening
EVERY_SECOND = "* * * * * *"
SOUGHT_TWICE = 2.5  # seconds within which a worker seeks a database that is away twice at least


class Handler:
    """Notes what it is given, and holds it up until the gate is opened."""

    def __init__(self, *, shut: bool = False) -> None:
        self.given: list[Job] = []
        self.at_once = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self._changed = asyncio.Event()
        if not shut:
            self.gate.set()

    async def __call__(self, job: Job) -> None:
        self.given.append(job)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self._changed.set()
        try:
            await self.gate.wait()
        finally:
            self.at_once -= 1

    async def until_given(self, jobs: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.given) < jobs:
                self._changed.clear()
                await self._changed.wait()


def announce() -> Job:
    return Announce(conference=ConferenceId(IDS.new()))


async def queue(storage: PostgresStorage, *jobs: Job) -> None:
    await storage.unit.run(lambda tx: tx.jobs.add(*jobs))


async def until_queue_is(pool: asyncpg.Pool, length: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await pool.fetchval("SELECT count(*) FROM pgqueuer") != length:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


async def until_held(pool: asyncpg.Pool) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await pool.fetchval("SELECT count(*) FROM pgqueuer WHERE status = 'failed'"):  # noqa: ASYNC110 - nor this
            await asyncio.sleep(0.005)


async def erase(tx: Transaction, account: AccountId) -> None:
    await tx.accounts.lock([account])
    await tx.accounts.erase(account)


@asynccontextmanager
async def working(*workers: Worker) -> AsyncGenerator[None]:
    """Have workers at work, and stopped at the end."""
    running = [asyncio.create_task(worker.run()) for worker in workers]
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        await asyncio.gather(*running)


async def test_thousands_of_jobs_are_queued_in_one_statement(
    pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    jobs = [MailNotification(notification=NotificationId(IDS.new())) for _ in range(3_000)]
    statements: list[str] = []
    async with pool.acquire() as connection:
        with connection.query_logger(lambda record: statements.append(record.query)):
            await PostgresJobQueue(connection).add(*jobs)
    assert len([statement for statement in statements if "INSERT" in statement]) == 1
    assert await pool.fetchval("SELECT count(*) FROM pgqueuer") == len(jobs)


async def test_of_several_workers_each_job_is_run_by_one(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    jobs, handler = [announce() for _ in range(100)], Handler()
    await queue(storage, *jobs)
    async with working(Worker(dsn, handler), Worker(dsn, handler)):
        await until_queue_is(pool, 0)
    assert Counter(handler.given) == Counter(jobs)


async def test_no_more_jobs_run_at_once_than_were_allowed(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    handler = Handler(shut=True)
    await queue(storage, *(announce() for _ in range(20)))
    async with working(Worker(dsn, handler, concurrency=4)):
        await handler.until_given(4)
        handler.gate.set()
        await until_queue_is(pool, 0)
    assert handler.most_at_once == 4


async def test_what_one_person_waits_for_overtakes_what_many_are_told(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    handler, link = Handler(), MailLink(link=LinkId(IDS.new()))
    await queue(storage, *(MailNotification(notification=NotificationId(IDS.new())) for _ in range(20)))
    await queue(storage, link)
    async with working(Worker(dsn, handler, concurrency=2)):
        await until_queue_is(pool, 0)
    assert handler.given[0] == link


async def test_who_is_stopped_finishes_what_is_under_way_and_begins_nothing_more(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    handler = Handler(shut=True)
    await queue(storage, *(announce() for _ in range(5)))
    worker = Worker(dsn, handler, concurrency=2)
    running = asyncio.create_task(worker.run())
    await handler.until_given(2)
    worker.stop()
    handler.gate.set()
    await running
    assert await pool.fetchval("SELECT count(*) FROM pgqueuer WHERE status = 'queued'") == 3
    await until_queue_is(pool, 3)


async def test_who_is_stopped_before_beginning_begins_nothing(dsn: str, storage: PostgresStorage) -> None:
    handler = Handler()
    await queue(storage, announce())
    worker = Worker(dsn, handler)
    worker.stop()
    await worker.run()
    assert handler.given == []


async def test_a_job_that_was_interrupted_is_run_again(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    job, handler = announce(), Handler(shut=True)
    await queue(storage, job)
    running = asyncio.create_task(Worker(dsn, handler).run())
    await handler.until_given(1)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    handler.gate.set()
    async with working(Worker(dsn, handler)):
        await until_queue_is(pool, 0)
    assert handler.given == [job, job]


async def test_a_job_of_a_worker_that_died_is_run_by_another(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    job, handler = announce(), Handler()
    await queue(storage, job)
    await pool.execute(
        "UPDATE pgqueuer SET status = 'picked', queue_manager_id = gen_random_uuid(), heartbeat = $1",
        storage.clock.now() - timedelta(days=10_000),
    )
    async with working(Worker(dsn, handler)):
        await until_queue_is(pool, 0)
    assert handler.given == [job]


async def test_a_database_that_was_away_is_found_again(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    before, during, handler = announce(), announce(), Handler()
    async with gated(dsn) as (address, gate), working(Worker(address, handler)):
        await queue(storage, before)
        await until_queue_is(pool, 0)
        await gate.shut()
        await queue(storage, during)
        await gate.open()
        await until_queue_is(pool, 0)
    assert handler.given == [before, during]


async def test_what_the_client_library_takes_for_its_own_mistake_as_a_connection_ends_ends_no_worker(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, met = Handler(), asyncio.Event()

    async def meet_a_farewell(*_: object, **__: object) -> None:
        monkeypatch.undo()
        met.set()
        raise asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress")

    monkeypatch.setattr(Queries, "dequeue", meet_a_farewell)
    async with working(Worker(dsn, handler)):
        await met.wait()
        await queue(storage, announce())
        await until_queue_is(pool, 0)


async def test_an_outage_is_one_line_and_another_one_when_it_is_over_whatever_was_under_way(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "wexstream")
    handler = Handler(shut=True)
    await queue(storage, *(announce() for _ in range(5)))
    async with gated(dsn) as (address, gate), working(Worker(address, handler)):
        await handler.until_given(5)
        await gate.shut()
        handler.gate.set()
        while not any(line.startswith("lost") for line in caplog.messages):  # noqa: ASYNC110 - nor logs
            await asyncio.sleep(0.005)
        await asyncio.sleep(SOUGHT_TWICE)
        await gate.open()
        await pool.execute("UPDATE pgqueuer SET heartbeat = heartbeat - interval '1 day'")
        await until_queue_is(pool, 0)
    began, over = caplog.messages
    assert began.startswith("lost the database, trying again: ")
    assert over == "has the database again"


async def test_a_database_that_is_away_at_first_is_waited_for(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    handler = Handler()
    await queue(storage, announce())
    async with gated(dsn) as (address, gate):
        await gate.shut()
        async with working(Worker(address, handler)):
            await gate.open()
            await until_queue_is(pool, 0)


async def test_who_waits_for_a_database_can_be_stopped(dsn: str) -> None:
    async with gated(dsn) as (address, gate):
        await gate.shut()
        async with asyncio.timeout(PATIENCE), working(Worker(address, Handler())):
            pass


async def test_a_job_that_finishes_while_the_database_is_away_is_run_again(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    job, handler = announce(), Handler(shut=True)
    await queue(storage, job)
    async with gated(dsn) as (address, gate), working(Worker(address, handler)):
        await handler.until_given(1)
        await gate.shut()
        handler.gate.set()
        await gate.open()
        await pool.execute("UPDATE pgqueuer SET heartbeat = heartbeat - interval '1 day'")
        await until_queue_is(pool, 0)
    assert handler.given == [job, job]


async def test_a_database_that_was_not_migrated_is_not_worked_on(database: str) -> None:
    with pytest.raises(RuntimeError, match="pgqueuer"):
        await Worker(database, Handler()).run()


async def test_a_routine_is_run_again_and_again_by_one_of_several_workers_at_a_time(
    dsn: str, pool: asyncpg.Pool
) -> None:
    running, ran, done = Counter[str](), Counter[str](), asyncio.Event()

    def named(worker: str) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            running[worker] += 1
            assert running.total() == 1
            await asyncio.sleep(0)
            running[worker] -= 1
            ran[worker] += 1
            if ran.total() == 2:
                done.set()

        return run

    workers = [
        Worker(dsn, Handler(), routines=[Routine(name="count", schedule=EVERY_SECOND, run=named(name))])
        for name in ("one", "other")
    ]
    async with asyncio.timeout(PATIENCE), working(*workers):
        await done.wait()


async def test_a_routine_that_fails_is_run_again(dsn: str, pool: asyncpg.Pool) -> None:
    ran, done = Counter[str](), asyncio.Event()

    async def run() -> None:
        ran["times"] += 1
        if ran["times"] == 2:
            done.set()
        raise ZeroDivisionError

    worker = Worker(dsn, Handler(), routines=[Routine(name="fail", schedule=EVERY_SECOND, run=run)])
    async with asyncio.timeout(PATIENCE), working(worker):
        await done.wait()


async def test_nothing_that_is_noted_of_a_failure_names_anybody(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage, caplog: pytest.LogCaptureFixture
) -> None:
    ada = account()
    await keep(storage.unit, ada)

    async def fail(job: Job) -> None:
        try:
            int(f"{ada.email} is not to be had")
        except ValueError as error:
            raise RuntimeError(f"no mail for {ada.id}: {job}") from error

    await queue(storage, MailAddressKnown(account=ada.id, occasion=IDS.new()))
    for _ in range(20):
        await storage.run_jobs(fail)
        storage.clock.advance(timedelta(hours=1))
    assert len(await storage.held_jobs()) == 1
    await storage.unit.run(lambda tx: erase(tx, ada.id))
    kept = await storage.everything_kept()
    assert "RuntimeError at test_worker.py" in kept
    assert [name for name in (str(ada.id), ada.email) if name in kept + caplog.text] == []


async def test_a_job_that_fails_once_its_account_is_erased_is_gone(
    dsn: str, pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    ada = account()
    await keep(storage.unit, ada)
    await queue(storage, MailAddressKnown(account=ada.id, occasion=IDS.new()))

    async def fail(job: Job) -> None:
        await storage.unit.run(lambda tx: erase(tx, ada.id))
        raise RuntimeError

    await storage.run_jobs(fail)
    assert await pool.fetchval("SELECT count(*) FROM pgqueuer") == 0


async def test_a_job_that_cannot_be_read_is_held_at_once(
    pool: asyncpg.Pool, storage: PostgresStorage, dsn: str
) -> None:
    handler = Handler()
    await queue(storage, announce())
    await pool.execute("UPDATE pgqueuer SET payload = '{}'")
    async with working(Worker(dsn, handler)):
        await until_held(pool)
    assert handler.given == []


async def test_workers_are_woken_by_what_thousands_wait_for_and_by_nothing_else(
    storage: PostgresStorage, dsn: str
) -> None:
    heard: list[str] = []
    async with open_connection(dsn) as connection:
        await connection.add_listener(CHANNEL, lambda *notice: heard.append(str(notice[-1])))
        await queue(storage, MailLink(link=LinkId(IDS.new())))
        await queue(storage, announce())
        await connection.fetchval("SELECT 1")  # what was committed is heard before the answer
    assert [AnyEvent.model_validate_json(woken).root.type for woken in heard] == ["table_changed_event"]
