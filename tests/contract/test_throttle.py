from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import IDS
from tests.support.properties import few
from tests.support.storage import Storage
from wexstream.domain.model.throttling import CLOCKS_DIFFER, Rate
from wexstream.ports.persistence import Transaction

RATE = Rate(times=3, per=timedelta(seconds=30))
MOMENT = timedelta(microseconds=1)
RATES = st.builds(
    Rate,
    times=st.integers(1, 20),
    per=st.timedeltas(timedelta(seconds=1), timedelta(days=1)),
)


async def take(
    storage: Storage, *, bucket: str = "bucket", rate: Rate = RATE, number: int = 1
) -> timedelta | None:
    return await storage.throttle.take(bucket, rate, number)


def fresh() -> str:
    return str(IDS.new())


@few
@given(rate=RATES)
async def test_as_many_as_the_rate_says_may_be_taken_at_once_and_no_more(
    storage: Storage, rate: Rate
) -> None:
    bucket = fresh()
    assert [await take(storage, bucket=bucket, rate=rate) for _ in range(rate.times)] == [None] * rate.times
    assert await take(storage, bucket=bucket, rate=rate) is not None


@few
@given(rate=RATES, taken=st.integers(0, 25))
async def test_after_the_wait_that_was_told_there_is_one_and_before_it_there_is_none(
    storage: Storage, rate: Rate, taken: int
) -> None:
    bucket = fresh()
    for _ in range(rate.times + taken):
        await take(storage, bucket=bucket, rate=rate)
    wait = await take(storage, bucket=bucket, rate=rate)
    assert wait is not None
    storage.clock.advance(wait - MOMENT)
    assert await take(storage, bucket=bucket, rate=rate) == MOMENT
    storage.clock.advance(MOMENT)
    assert await take(storage, bucket=bucket, rate=rate) is None
    assert await take(storage, bucket=bucket, rate=rate) is not None


@few
@given(rate=RATES, taken=st.integers(0, 20), number=st.integers(1, 20))
async def test_several_are_taken_at_once_or_none_is(
    storage: Storage, rate: Rate, taken: int, number: int
) -> None:
    bucket, number = fresh(), min(number, rate.times)
    for _ in range(taken):
        await take(storage, bucket=bucket, rate=rate)
    there = max(rate.times - taken, 0)
    wait = await take(storage, bucket=bucket, rate=rate, number=number)
    if number <= there:
        assert wait is None
        there -= number
    else:
        assert wait == rate.per / rate.times * (number - there)
    left = [await take(storage, bucket=bucket, rate=rate) for _ in range(there + 1)]
    assert left == [None] * there + [rate.per / rate.times]


@few
@given(rate=RATES, number=st.integers(1, 20))
async def test_after_the_wait_that_was_told_there_are_as_many(
    storage: Storage, rate: Rate, number: int
) -> None:
    bucket, number = fresh(), min(number, rate.times)
    assert await take(storage, bucket=bucket, rate=rate, number=rate.times) is None
    wait = await take(storage, bucket=bucket, rate=rate, number=number)
    assert wait is not None
    storage.clock.advance(wait)
    assert await take(storage, bucket=bucket, rate=rate, number=number) is None


async def test_they_come_back_evenly(storage: Storage) -> None:
    for _ in range(3):
        await take(storage)
    for _ in range(3):
        assert await take(storage) == timedelta(seconds=10)
        storage.clock.advance(timedelta(seconds=10))
        assert await take(storage) is None


async def test_nothing_is_taken_from_a_bucket_that_is_empty(storage: Storage) -> None:
    for _ in range(3):
        await take(storage)
    assert [await take(storage) for _ in range(5)] == [timedelta(seconds=10)] * 5


async def test_a_bucket_fills_up_to_its_rate_however_long_one_waits(storage: Storage) -> None:
    for _ in range(3):
        await take(storage)
    storage.clock.advance(timedelta(days=1))
    assert [await take(storage) for _ in range(4)] == [None, None, None, timedelta(seconds=10)]


async def test_after_the_clock_has_stepped_back_nobody_waits_for_the_time_to_come_again(
    storage: Storage,
) -> None:
    for _ in range(3):
        await take(storage)
    storage.clock.advance(-timedelta(hours=1))
    assert [await take(storage) for _ in range(4)] == [None, None, None, timedelta(seconds=10)]


async def test_where_clocks_differ_a_little_nothing_more_may_be_taken(storage: Storage) -> None:
    for _ in range(3):
        await take(storage)
    storage.clock.advance(-CLOCKS_DIFFER)
    assert await take(storage) == CLOCKS_DIFFER + timedelta(seconds=10)


async def test_buckets_have_nothing_to_do_with_each_other(storage: Storage) -> None:
    for _ in range(4):
        await take(storage)
    assert await take(storage, bucket="Bucket") is None


async def test_what_was_taken_in_a_transaction_that_is_rolled_back_was_taken(storage: Storage) -> None:
    async def fail(_: Transaction) -> None:
        await take(storage, rate=Rate(times=1, per=timedelta(seconds=10)))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await storage.unit.run(fail)
    assert await take(storage, rate=Rate(times=1, per=timedelta(seconds=10))) == timedelta(seconds=10)


async def test_the_name_of_a_bucket_is_kept_nowhere(storage: Storage) -> None:
    await take(storage, bucket="sign-in:ada@example.org")
    assert "ada@example.org" not in await storage.everything_kept()


async def test_buckets_that_have_filled_up_again_are_forgotten(storage: Storage) -> None:
    for _ in range(50):
        await take(storage, bucket=fresh())
    at_most = len(await storage.everything_kept())
    storage.clock.advance(timedelta(seconds=10))
    await take(storage)
    await storage.tidy()
    assert len(await storage.everything_kept()) < at_most
