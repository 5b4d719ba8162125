"""What becomes of a post while who is to take over there is long in coming: children are made up here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from tests.support.waiting import until
from wexstream.entrypoints.processes import supervisor
from wexstream.entrypoints.processes.child import Child, Place, Task
from wexstream.entrypoints.processes.supervisor import Supervisor

PLACE = Place(task=Task.SERVE)
PATIENCE = 10  # seconds after which what has not come will not


class MadeUp:
    """A child that does what it is told."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.ready, self.at_its_post, self.ended = (asyncio.Event() for _ in range(3))

    async def is_ready(self) -> bool:
        await _either(self.ready, self.ended)
        return self.ready.is_set()

    async def end(self) -> int:
        self.at_its_post.set()
        await self.ended.wait()
        return -9

    async def finish(self) -> None:
        self.ended.set()

    async def kill(self) -> None:
        self.ended.set()


async def _either(*events: asyncio.Event) -> None:
    tasks = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


class Nursery:
    """Where children come from, in their order."""

    def __init__(self) -> None:
        self.born: list[MadeUp] = []
        self._another = asyncio.Condition()

    async def start(self, _place: Place) -> MadeUp:
        async with self._another:
            self.born.append(MadeUp(len(self.born) + 1))
            self._another.notify_all()
        return self.born[-1]

    async def child(self, number: int) -> MadeUp:
        """Wait until so many have come; the last of them."""
        async with asyncio.timeout(PATIENCE), self._another:
            await self._another.wait_for(lambda: len(self.born) >= number)
        return self.born[number - 1]


@pytest.fixture
def nursery(monkeypatch: pytest.MonkeyPatch) -> Nursery:
    nursery = Nursery()
    monkeypatch.setattr(Child, "start", nursery.start)
    monkeypatch.setattr(supervisor, "_PAUSE", 0)
    return nursery


@pytest.fixture
async def parent(nursery: Nursery) -> AsyncIterator[Supervisor]:
    """One that has a child at one post."""
    parent, ready = Supervisor([PLACE]), asyncio.Event()
    running = asyncio.create_task(parent.run(ready=ready.set))
    (await nursery.child(1)).ready.set()
    async with asyncio.timeout(PATIENCE):
        await ready.wait()
    yield parent
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert all(child.ended.is_set() for child in nursery.born)


async def happens(event: asyncio.Event) -> None:
    async with asyncio.timeout(PATIENCE):
        await event.wait()


async def test_one_that_dies_while_its_successor_hangs_is_replaced_by_another(
    parent: Supervisor, nursery: Nursery
) -> None:
    parent.renew()
    hanging = await nursery.child(2)
    (await nursery.child(1)).ended.set()
    for number in (3, 4):
        another = await nursery.child(number)
        another.ready.set()
        await happens(another.at_its_post)
        another.ended.set()
    assert not hanging.ended.is_set()


async def test_a_successor_that_comes_late_takes_over_from_whoever_is_there_by_then(
    parent: Supervisor, nursery: Nursery
) -> None:
    parent.renew()
    late = await nursery.child(2)
    (await nursery.child(1)).ended.set()
    another = await nursery.child(3)
    another.ready.set()
    await happens(another.at_its_post)
    late.ready.set()
    await happens(another.ended)
    assert not late.ended.is_set()


async def test_who_comes_when_the_successor_is_there_is_not_needed_and_that_one_is_replaced_as_any(
    parent: Supervisor, nursery: Nursery
) -> None:
    parent.renew()
    successor = await nursery.child(2)
    (await nursery.child(1)).ended.set()
    another = await nursery.child(3)
    successor.ready.set()
    await happens(successor.at_its_post)
    successor.ended.set()
    last = await nursery.child(4)
    another.ready.set()
    await happens(another.ended)
    assert not last.ended.is_set()


async def test_one_that_dies_is_replaced_however_often_that_fails(
    parent: Supervisor, nursery: Nursery
) -> None:
    for number in (1, 2, 3):
        (await nursery.child(number)).ended.set()
    (last := await nursery.child(4)).ready.set()
    await happens(last.at_its_post)


async def test_of_one_that_is_long_in_coming_it_is_said_again_and_again(
    parent: Supervisor, nursery: Nursery, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor, "_READY_WITHIN", 0.01)
    parent.renew()
    late = await nursery.child(2)
    await until(lambda: caplog.text.count("process 2 (serve) is not ready after") > 1)
    late.ready.set()
    await happens((await nursery.child(1)).ended)
    said = len(caplog.records)
    asyncio.get_running_loop().call_later(0.05, (passed := asyncio.Event()).set)
    await passed.wait()  # timers end in the order of their times
    assert caplog.records[said:] == []
