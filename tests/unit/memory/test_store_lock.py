import asyncio
from collections.abc import Coroutine

import pytest

from wexstream.adapters.memory.lock import Deadlock, StoreLock


@pytest.fixture
def lock() -> StoreLock:
    return StoreLock()


async def start(lock: StoreLock, wish: Coroutine[None, None, None]) -> asyncio.Task[None]:
    """Start waiting, which takes a turn of the loop."""
    before = lock.waiting
    task = asyncio.create_task(wish)
    await asyncio.sleep(0)
    assert lock.waiting == before + 1
    return task


async def has_it(task: asyncio.Task[None]) -> bool:
    await asyncio.sleep(0)
    return task.done()


async def test_several_share_it(lock: StoreLock) -> None:
    for holder in "abc":
        await lock.share(holder)
    assert lock.waiting == 0


async def test_one_may_share_it_twice_and_gives_it_back_once(lock: StoreLock) -> None:
    await lock.share("a")
    await lock.share("a")
    lock.release("a")
    await lock.have_alone("b")


async def test_who_wants_it_alone_waits_for_all_who_share_it(lock: StoreLock) -> None:
    await lock.share("a")
    await lock.share("b")
    alone = await start(lock, lock.have_alone("c"))
    lock.release("a")
    assert not await has_it(alone)
    lock.release("b")
    assert await has_it(alone)


async def test_who_has_it_alone_may_ask_again_for_either(lock: StoreLock) -> None:
    await lock.have_alone("a")
    await lock.have_alone("a")
    await lock.share("a")
    sharing = await start(lock, lock.share("b"))
    lock.release("a")
    assert await has_it(sharing)


async def test_it_is_given_in_the_order_in_which_it_was_asked_for(lock: StoreLock) -> None:
    await lock.share("a")
    alone = await start(lock, lock.have_alone("b"))
    sharing = await start(lock, lock.share("c"))
    sharing_too = await start(lock, lock.share("d"))
    lock.release("a")
    assert await has_it(alone)
    assert not await has_it(sharing)
    lock.release("b")
    assert await has_it(sharing)
    assert await has_it(sharing_too)


async def test_the_only_one_who_shares_it_may_have_it_alone_at_once(lock: StoreLock) -> None:
    await lock.share("a")
    other = await start(lock, lock.have_alone("b"))
    await lock.have_alone("a")
    lock.release("a")
    assert await has_it(other)


async def test_one_who_shares_it_has_it_alone_before_those_who_do_not(lock: StoreLock) -> None:
    await lock.share("a")
    await lock.share("b")
    outsider = await start(lock, lock.have_alone("c"))
    insider = await start(lock, lock.have_alone("b"))
    assert not await has_it(insider)
    lock.release("a")
    assert await has_it(insider)
    assert not await has_it(outsider)
    lock.release("b")
    assert await has_it(outsider)


async def test_of_two_who_share_it_and_want_it_alone_the_second_is_refused(lock: StoreLock) -> None:
    await lock.share("a")
    await lock.share("b")
    first = await start(lock, lock.have_alone("a"))
    with pytest.raises(Deadlock):
        await lock.have_alone("b")
    lock.release("b")
    assert await has_it(first)


async def test_who_no_longer_waits_is_passed_over(lock: StoreLock) -> None:
    await lock.have_alone("a")
    cancelled = await start(lock, lock.have_alone("b"))
    next_one = await start(lock, lock.share("c"))
    cancelled.cancel()
    lock.release("b")
    lock.release("a")
    assert await has_it(next_one)


async def test_who_was_cancelled_as_it_was_given_gives_it_back(lock: StoreLock) -> None:
    await lock.have_alone("a")
    cancelled = await start(lock, lock.have_alone("b"))
    next_one = await start(lock, lock.have_alone("c"))
    cancelled.cancel()
    lock.release("a")
    assert not await has_it(next_one)
    lock.release("b")
    assert await has_it(next_one)


async def test_giving_back_what_one_does_not_have_changes_nothing(lock: StoreLock) -> None:
    await lock.have_alone("a")
    lock.release("b")
    other = await start(lock, lock.share("c"))
    assert not await has_it(other)
    other.cancel()
