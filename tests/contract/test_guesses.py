"""How long one waits after wrong tries."""

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.contract.test_throttle import MOMENT, fresh
from tests.support.properties import few
from tests.support.storage import Storage
from wexstream.domain.model.throttling import CLOCKS_DIFFER, FORGOTTEN_AFTER, Patience

SECOND = timedelta(seconds=1)
PATIENCE = Patience(free=2, longest=timedelta(seconds=5))
PATIENCES = st.builds(
    Patience, free=st.integers(1, 10), longest=st.timedeltas(SECOND, FORGOTTEN_AFTER - MOMENT)
)


async def guess(
    storage: Storage, *, bucket: str = "bucket", patience: Patience = PATIENCE
) -> timedelta | None:
    return await storage.throttle.guess(bucket, patience)


async def guess_as_soon_as_may_be(storage: Storage, times: int) -> list[float]:
    """Guess so often; how many seconds one waited before each."""
    waited = []
    for _ in range(times):
        wait = await guess(storage)
        if wait is not None:
            storage.clock.advance(wait)
            assert await guess(storage) is None
        waited.append((wait or timedelta(0)).total_seconds())
    return waited


@few
@given(patience=PATIENCES, wrong=st.integers(0, 25))
async def test_one_waits_as_long_as_the_patience_says_and_not_a_moment_less(
    storage: Storage, patience: Patience, wrong: int
) -> None:
    bucket = fresh()
    for tried in range(wrong):
        storage.clock.advance(patience.after(tried))
        assert await guess(storage, bucket=bucket, patience=patience) is None
    wait = patience.after(wrong)
    if wait:
        assert await guess(storage, bucket=bucket, patience=patience) == wait
        storage.clock.advance(wait - MOMENT)
        assert await guess(storage, bucket=bucket, patience=patience) == MOMENT
        storage.clock.advance(MOMENT)
    assert await guess(storage, bucket=bucket, patience=patience) is None


async def test_the_wait_grows_with_each_wrong_try_up_to_the_longest(storage: Storage) -> None:
    assert await guess_as_soon_as_may_be(storage, 8) == [0, 0, 1, 2, 4, 5, 5, 5]


async def test_who_asks_before_it_is_time_waits_no_longer_for_that(storage: Storage) -> None:
    await guess_as_soon_as_may_be(storage, 2)
    assert [await guess(storage) for _ in range(5)] == [SECOND] * 5


async def test_of_tries_at_once_no_more_are_made_than_are_free(storage: Storage) -> None:
    waits = await asyncio.gather(*(guess(storage) for _ in range(20)))
    assert waits.count(None) == PATIENCE.free


async def test_what_was_right_is_forgotten(storage: Storage) -> None:
    await guess_as_soon_as_may_be(storage, 6)
    await storage.throttle.forget("bucket")
    assert await guess_as_soon_as_may_be(storage, 3) == [0, 0, 1]


async def test_what_was_taken_back_was_not_tried(storage: Storage) -> None:
    for _ in range(10):
        assert await guess(storage) is None
        await storage.throttle.take_back("bucket")
    await storage.throttle.take_back("bucket")
    assert await guess_as_soon_as_may_be(storage, 3) == [0, 0, 1]
    await storage.throttle.take_back("bucket")
    assert await guess(storage) == SECOND


async def test_where_nothing_was_tried_there_is_nothing_to_forget_or_take_back(storage: Storage) -> None:
    await storage.throttle.forget("bucket")
    await storage.throttle.take_back("bucket")
    assert await guess_as_soon_as_may_be(storage, 3) == [0, 0, 1]


async def test_wrong_tries_are_forgotten_when_there_was_none_for_long(storage: Storage) -> None:
    await guess_as_soon_as_may_be(storage, 6)
    storage.clock.advance(FORGOTTEN_AFTER - MOMENT)
    assert await guess_as_soon_as_may_be(storage, 2) == [0, 5]
    storage.clock.advance(FORGOTTEN_AFTER)
    assert await guess_as_soon_as_may_be(storage, 3) == [0, 0, 1]


async def test_after_the_clock_has_stepped_back_nobody_waits_for_the_time_to_come_again(
    storage: Storage,
) -> None:
    await guess_as_soon_as_may_be(storage, 4)
    storage.clock.advance(-timedelta(hours=2))
    assert await guess_as_soon_as_may_be(storage, 2) == [0, 5]


async def test_where_clocks_differ_a_little_nothing_more_may_be_tried(storage: Storage) -> None:
    await guess_as_soon_as_may_be(storage, 2)
    storage.clock.advance(-CLOCKS_DIFFER)
    assert await guess(storage) == CLOCKS_DIFFER + SECOND


async def test_buckets_have_nothing_to_do_with_each_other(storage: Storage) -> None:
    await guess_as_soon_as_may_be(storage, 6)
    assert await guess(storage, bucket="Bucket") is None


async def test_the_name_of_a_bucket_is_kept_nowhere(storage: Storage) -> None:
    await guess(storage, bucket="sign-in:ada@example.org")
    assert "ada@example.org" not in await storage.everything_kept()


async def test_nothing_is_kept_of_wrong_tries_that_are_forgotten(storage: Storage) -> None:
    for _ in range(50):
        await guess(storage, bucket=fresh())
    at_most = len(await storage.everything_kept())
    storage.clock.advance(FORGOTTEN_AFTER)
    await guess(storage)
    await storage.tidy()
    assert len(await storage.everything_kept()) < at_most / 2
