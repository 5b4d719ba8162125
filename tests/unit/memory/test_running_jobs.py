import asyncio
from datetime import timedelta

import pytest

from tests.support.builders import IDS, account
from tests.support.clock import ManualClock
from tests.support.keeping import keep
from tests.support.overlap import transaction
from wexstream.adapters.memory.jobs import MemoryJobs
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.memory.store import Store
from wexstream.adapters.memory.unit_of_work import MemoryUnitOfWork
from wexstream.domain.model.ids import AccountId
from wexstream.ports.jobs import ATTEMPTS_MOST, Job, MailSuspended

LONG = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


class Running:
    """A handler that takes its time."""

    def __init__(self, error: Exception | None = None) -> None:
        self.given: list[Job] = []
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self._error = error

    async def __call__(self, job: Job) -> None:
        self.given.append(job)
        self.begun.set()
        await self.may_end.wait()
        if self._error:
            raise self._error


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def unit(store: Store) -> MemoryUnitOfWork:
    return MemoryUnitOfWork(store, MemoryPush())


@pytest.fixture
def jobs(store: Store, clock: ManualClock) -> MemoryJobs:
    return MemoryJobs(store, clock)


async def queue(unit: MemoryUnitOfWork, owner: AccountId | None = None) -> Job:
    job = MailSuspended(account=owner or AccountId(IDS.new()), occasion=IDS.new())
    await unit.run(lambda tx: tx.jobs.add(job))
    return job


async def test_jobs_run_in_the_order_in_which_they_were_queued(
    unit: MemoryUnitOfWork, jobs: MemoryJobs
) -> None:
    handler = Running()
    handler.may_end.set()
    queued = [await queue(unit) for _ in range(5)]
    await jobs.run_pending(handler)
    assert handler.given == queued


async def test_it_tells_how_many_were_run(unit: MemoryUnitOfWork, jobs: MemoryJobs) -> None:
    handler = Running()
    handler.may_end.set()
    assert await jobs.run_pending(handler) == 0
    for _ in range(3):
        await queue(unit)
    assert await jobs.run_pending(handler) == 3


async def test_two_who_run_jobs_at_once_run_none_twice(unit: MemoryUnitOfWork, jobs: MemoryJobs) -> None:
    handler = Running()
    job = await queue(unit)
    first = asyncio.create_task(jobs.run_pending(handler))
    await handler.begun.wait()
    assert await jobs.run_pending(handler) == 0
    handler.may_end.set()
    assert await first == 1
    assert handler.given == [job]


async def test_a_job_that_is_cancelled_while_it_runs_runs_again(
    unit: MemoryUnitOfWork, jobs: MemoryJobs
) -> None:
    handler = Running()
    job = await queue(unit)
    first = asyncio.create_task(jobs.run_pending(handler))
    await handler.begun.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    handler.may_end.set()
    assert await jobs.run_pending(handler) == 1
    assert handler.given == [job, job]


@pytest.mark.parametrize("error", [None, RuntimeError()])
async def test_a_job_that_was_erased_while_it_ran_is_not_queued_again(
    unit: MemoryUnitOfWork, store: Store, jobs: MemoryJobs, error: Exception | None
) -> None:
    ada, handler = account(), Running(error)
    await keep(unit, ada)
    await queue(unit, ada.id)
    running = asyncio.create_task(jobs.run_pending(handler))
    await handler.begun.wait()
    await unit.run(lambda tx: tx.accounts.erase(ada.id))
    handler.may_end.set()
    assert await running == 1
    assert not store.committed.jobs
    assert not jobs.held()


async def test_a_job_is_put_away_while_others_have_a_transaction_open(
    unit: MemoryUnitOfWork, store: Store, jobs: MemoryJobs
) -> None:
    ada, handler = account(), Running()
    handler.may_end.set()
    await keep(unit, ada)
    await queue(unit)
    async with transaction(unit) as open_one:
        await open_one.accounts.lock([ada.id])
        running = asyncio.create_task(jobs.run_pending(handler))
        await handler.begun.wait()
    assert await running == 1
    assert not store.committed.jobs


async def test_a_job_is_tried_again_after_ten_seconds_then_twice_as_long_and_an_hour_at_most(
    unit: MemoryUnitOfWork, jobs: MemoryJobs, clock: ManualClock
) -> None:
    handler = Running(RuntimeError())
    handler.may_end.set()
    await queue(unit)
    await jobs.run_pending(handler)
    for seconds in (10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600):
        clock.advance(timedelta(seconds=seconds) - MOMENT)
        assert await jobs.run_pending(handler) == 0
        clock.advance(MOMENT)
        assert await jobs.run_pending(handler) == 1


async def test_of_an_error_for_which_a_job_is_held_its_kind_alone_is_kept(
    unit: MemoryUnitOfWork, store: Store, jobs: MemoryJobs, clock: ManualClock
) -> None:
    handler = Running(ValueError("ada@example.org"))
    handler.may_end.set()
    job = await queue(unit)
    while not jobs.held():
        await jobs.run_pending(handler)
        clock.advance(LONG)
    [held] = jobs.held()
    assert (held.job, held.attempts, held.failure) == (job, ATTEMPTS_MOST, "ValueError")
    assert "ada@example.org" not in repr(list(store.committed.jobs.values()))


async def test_what_failed_is_said_without_its_words(
    unit: MemoryUnitOfWork, jobs: MemoryJobs, caplog: pytest.LogCaptureFixture
) -> None:
    handler = Running(ValueError("ada@example.org"))
    handler.may_end.set()
    await queue(unit)
    await jobs.run_pending(handler)
    assert "MailSuspended failed with ValueError" in caplog.text
    assert "ada@example.org" not in caplog.text
