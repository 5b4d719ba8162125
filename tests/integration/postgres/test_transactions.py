import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from tests.support.builders import account, copies, message
from tests.support.keeping import keep
from tests.support.overlap import transaction, waiting
from tests.support.postgres import PostgresStorage
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.postgres.throttle import PostgresThrottle
from wexstream.adapters.postgres.unit_of_work import PostgresUnitOfWork
from wexstream.domain.model.account import Holders
from wexstream.domain.model.throttling import Patience, Rate
from wexstream.ports.persistence import Contention, Transaction, UnitOfWork


class Pauses:
    """Notes for how long work had to wait before it was run again."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def unit(pool: asyncpg.Pool, pauses: Pauses) -> UnitOfWork:
    return PostgresUnitOfWork(pool, MemoryPush(), pause=pauses)


@pytest.mark.parametrize("interruption", [asyncpg.DeadlockDetectedError, asyncpg.SerializationError])
@pytest.mark.parametrize("times", [1, 2, 3])
async def test_work_that_others_interrupt_is_run_again_up_to_three_times(
    unit: UnitOfWork, pauses: Pauses, interruption: type[Exception], times: int
) -> None:
    runs: list[int] = []

    async def work(_: Transaction) -> str:
        runs.append(1)
        if len(runs) <= times:
            raise interruption
        return "done"

    assert await unit.run(work) == "done"
    assert len(runs) == times + 1
    assert len(pauses.seconds) == times
    assert all(0 <= pause <= 0.1 for pause in pauses.seconds)


async def test_work_that_is_interrupted_a_fourth_time_is_given_up(unit: UnitOfWork) -> None:
    runs: list[int] = []

    async def work(_: Transaction) -> None:
        runs.append(1)
        raise asyncpg.DeadlockDetectedError

    with pytest.raises(Contention):
        await unit.run(work)
    assert len(runs) == 4


async def test_transactions_read_what_is_committed_whatever_the_database_is_set_to(
    dsn: str, storage: PostgresStorage
) -> None:
    ada = account("Ada")
    await keep(storage.unit, ada)
    strict = dsn + "&default_transaction_isolation=repeatable%20read"
    async with open_pool(strict) as pool, transaction(PostgresUnitOfWork(pool, MemoryPush())) as open_one:
        assert await open_one.accounts.find(ada.id) == ada
        renamed = replace(ada, full_name="Augusta")
        await storage.unit.run(lambda tx: tx.accounts.save(renamed))
        assert await open_one.accounts.find(ada.id) == renamed


async def test_a_message_goes_when_its_last_two_owners_remove_it_at_once(
    pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    ada, bob = account(), account()
    sent = message(ada)
    await keep(storage.unit, ada, bob)
    await storage.unit.run(lambda tx: tx.messages.add(sent, copies(sent, ada, [bob])))
    async with transaction(storage.unit) as open_one:
        assert await open_one.messages.remove(ada.id, sent.id)
        second = await waiting(storage, lambda tx: tx.messages.remove(bob.id, sent.id))
    assert await second
    assert await pool.fetchval("SELECT count(*) FROM messages") == 0


@pytest.mark.parametrize("address", ["ada\0@example.org", "\ud800@example.org"], ids=ascii)
async def test_nobody_has_an_address_that_no_text_can_be(unit: UnitOfWork, address: str) -> None:
    assert await unit.run(lambda tx: tx.accounts.find_by_address(address)) == Holders()


async def test_of_many_who_take_at_once_no_more_than_the_rate_says_get_one(storage: PostgresStorage) -> None:
    rate = Rate(times=5, per=timedelta(minutes=1))
    waits = await asyncio.gather(*(storage.throttle.take("bucket", rate) for _ in range(30)))
    assert waits.count(None) == rate.times


async def test_processes_with_one_key_share_their_buckets(
    pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    rate = Rate(times=1, per=timedelta(minutes=1))
    one, same, other = (PostgresThrottle(pool, storage.clock, key=key) for key in (b"k", b"k", b"other"))
    assert await one.take("bucket", rate) is None
    assert await same.take("bucket", rate) == rate.per
    assert await other.take("bucket", rate) is None


async def test_of_many_who_guess_at_once_by_several_processes_no_more_than_are_free_may(
    pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    patience = Patience(free=5, longest=timedelta(minutes=1))
    processes = [PostgresThrottle(pool, storage.clock, key=b"k") for _ in range(2)]
    waits = await asyncio.gather(*(processes[n % 2].guess("bucket", patience) for n in range(30)))
    assert waits.count(None) == patience.free
    assert set(waits) == {None, timedelta(seconds=1)}


async def test_the_last_one_goes_to_one_of_two_processes(
    pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    rate = Rate(times=3, per=timedelta(minutes=1))
    one, other = (PostgresThrottle(pool, storage.clock, key=b"k") for _ in range(2))
    for _ in range(2):
        await one.take("bucket", rate)
    waits = await asyncio.gather(one.take("bucket", rate), other.take("bucket", rate))
    assert sorted(waits, key=str) == [timedelta(seconds=20), None]
