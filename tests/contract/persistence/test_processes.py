"""What a process that holds presences means for their leases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import builders
from tests.support.builders import HOUR, IDS, account, conference, member, presence
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import tried, waiting
from tests.support.pages import present
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import TIMES
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference, Presence
from wexstream.domain.model.ids import PeerId, ProcessId
from wexstream.ports.persistence import Transaction, UnitOfWork

MOMENT = timedelta(microseconds=1)
ADA = account()
ROOM = replace(conference(ADA), opened_at=NOW)


def a_process() -> ProcessId:
    return ProcessId(IDS.new())


def held(room: Conference, guest: Account, process: ProcessId, *, lease_until: datetime = NOW) -> Presence:
    return builders.held(presence(room, guest, lease_until=lease_until), by=process)


async def live(unit: UnitOfWork, process: ProcessId, until: datetime) -> None:
    await unit.run(lambda tx: tx.processes.keep_alive(process, at=NOW, until=until))


async def read(unit: UnitOfWork, room: Conference, guest: Account) -> Presence:
    found = present(await unit.run(lambda tx: tx.presences.of(room.id, guest.id)))
    assert found in await unit.run(lambda tx: tx.presences.standing(room.id))
    return found


@pytest.fixture
async def room(unit: UnitOfWork, ada: Account) -> Conference:
    room = replace(conference(ada), opened_at=NOW)
    await keep(unit, room)
    return room


@few
@given(lease_until=TIMES, alive_until=TIMES, ends_at=TIMES)
async def test_a_lease_goes_as_far_as_the_later_of_its_own_end_and_that_of_the_process_that_holds_it(
    unit: UnitOfWork, lease_until: datetime, alive_until: datetime, ends_at: datetime
) -> None:
    process = a_process()
    kept = held(ROOM, ADA, process, lease_until=lease_until)
    expected = replace(kept, lease_until=max(lease_until, alive_until))

    async def work(tx: Transaction) -> None:
        await tx.accounts.add(ADA)
        await tx.conferences.add(ROOM)
        await tx.presences.add(kept)
        await tx.presences.add_member(member(ROOM, ADA))
        await tx.processes.keep_alive(process, at=NOW, until=alive_until)
        assert await tx.presences.of(ROOM.id, ADA.id) == expected
        assert list(await tx.presences.standing(ROOM.id)) == [expected]
        due = await tx.conferences.due(unopened_since=NOW, lease_before=ends_at, limit=1)
        assert bool(due) == (not expected.stands(at=ends_at))
        await tx.presences.end(ROOM.id, [ADA.id], at=ends_at)
        left = present(await tx.presences.member(ROOM.id, ADA.id))
        assert left.left_at == expected.ends(at=ends_at)

    await tried(unit, work)


async def test_a_process_lives_until_what_was_said_last(
    unit: UnitOfWork, ada: Account, room: Conference
) -> None:
    process = a_process()
    await keep(unit, held(room, ada, process))
    for until in (NOW + HOUR, NOW + 2 * HOUR):
        await live(unit, process, until)
        assert (await read(unit, room, ada)).lease_until == until


async def test_another_process_and_one_that_is_not_known_say_nothing_of_it(
    unit: UnitOfWork, ada: Account, room: Conference
) -> None:
    process = a_process()
    kept = held(room, ada, process)
    await keep(unit, kept)
    await live(unit, a_process(), NOW + HOUR)
    assert await read(unit, room, ada) == kept


async def test_a_process_that_ended_or_was_forgotten_holds_nothing_up(
    unit: UnitOfWork, ada: Account, room: Conference
) -> None:
    process = a_process()
    kept = held(room, ada, process)
    await keep(unit, kept)
    await live(unit, process, NOW + HOUR)
    for _ in range(2):
        await unit.run(lambda tx: tx.processes.end(process))
        assert await read(unit, room, ada) == kept
    await live(unit, process, NOW + HOUR)
    await unit.run(lambda tx: tx.processes.purge(before=NOW + HOUR, most=9))
    assert (await read(unit, room, ada)).lease_until == NOW + HOUR
    await unit.run(lambda tx: tx.processes.purge(before=NOW + HOUR + MOMENT, most=9))
    assert await read(unit, room, ada) == kept


async def test_what_a_process_lets_go_of_stands_without_it_until_then(
    unit: UnitOfWork, ada: Account, room: Conference
) -> None:
    bob, other = account("Bob"), replace(conference(ada), opened_at=NOW)
    process, another = a_process(), a_process()
    longer, elsewhere, not_its_own = (
        held(room, bob, process, lease_until=NOW + 9 * HOUR),
        held(other, ada, process),
        held(other, bob, another),
    )
    await keep(unit, bob, other, held(room, ada, process), longer, elsewhere, not_its_own)
    await live(unit, process, NOW + HOUR)
    await unit.run(lambda tx: tx.presences.release(process, until=NOW + 2 * HOUR))
    await live(unit, process, NOW + 20 * HOUR)
    here = await read(unit, room, ada)
    assert (here.held_by, here.peer, here.lease_until) == (None, None, NOW + 2 * HOUR)
    assert (await read(unit, room, bob)).lease_until == NOW + 9 * HOUR
    assert (await read(unit, other, ada)).lease_until == NOW + 2 * HOUR
    assert await read(unit, other, bob) == not_its_own


async def test_what_a_process_let_go_of_lasts_no_shorter_than_it_was_known_to_live(
    unit: UnitOfWork, ada: Account, room: Conference
) -> None:
    process = a_process()
    await keep(unit, held(room, ada, process))
    await live(unit, process, NOW + 2 * HOUR)
    await unit.run(lambda tx: tx.presences.release(process, until=NOW + HOUR))
    assert (await read(unit, room, ada)).lease_until == NOW + 2 * HOUR


async def test_what_has_ended_stays_as_it_is_when_its_process_lets_go(
    storage: Storage, ada: Account, room: Conference
) -> None:
    process = a_process()
    await keep(storage.unit, held(room, ada, process).end(at=NOW))
    before = await storage.everything_kept()
    await storage.unit.run(lambda tx: tx.presences.release(process, until=NOW + HOUR))
    assert await storage.everything_kept() == before


async def test_letting_go_waits_for_who_has_the_conference_locked(
    storage: Storage, ada: Account, room: Conference
) -> None:
    process = a_process()
    first = held(room, ada, process)
    await keep(storage.unit, first)
    newer = replace(first, held_by=a_process(), peer=PeerId(IDS.new()))

    async def work(tx: Transaction) -> None:
        await tx.conferences.lock(room.id)
        letting_go = await waiting(storage, lambda other: other.presences.release(process, until=NOW + HOUR))
        await tx.presences.save(newer)
        tasks.append(letting_go)

    tasks: list[object] = []
    await storage.unit.run(work)
    [letting_go] = tasks
    await letting_go  # type: ignore[misc] # a task
    assert await read(storage.unit, room, ada) == newer


@few
@given(alive_until=st.none() | TIMES)
async def test_what_nobody_holds_has_its_own_lease_alone(
    unit: UnitOfWork, alive_until: datetime | None
) -> None:
    kept = presence(ROOM, ADA)

    async def work(tx: Transaction) -> None:
        await tx.accounts.add(ADA)
        await tx.conferences.add(ROOM)
        await tx.presences.add(kept)
        if alive_until is not None:
            await tx.processes.keep_alive(a_process(), at=NOW, until=alive_until)
        assert await tx.presences.of(ROOM.id, ADA.id) == kept

    await tried(unit, work)


class TestSettled:
    async def settled(self, unit: UnitOfWork, *, since: datetime, at: datetime) -> bool:
        return await unit.run(lambda tx: tx.processes.settled(since=since, at=at))

    async def alive(self, unit: UnitOfWork, process: ProcessId, at: datetime) -> None:
        """Live for an hour from now on."""
        await unit.run(lambda tx: tx.processes.keep_alive(process, at=at, until=at + HOUR))

    async def test_where_there_are_no_processes_nothing_is_waited_for(self, unit: UnitOfWork) -> None:
        assert await self.settled(unit, since=NOW, at=NOW)
        process = a_process()
        await self.alive(unit, process, NOW)
        await unit.run(lambda tx: tx.processes.end(process))
        assert await self.settled(unit, since=NOW - HOUR, at=NOW)

    async def test_one_that_lives_for_so_long_is_enough(self, unit: UnitOfWork) -> None:
        await self.alive(unit, a_process(), NOW)
        assert not await self.settled(unit, since=NOW - MOMENT, at=NOW)
        assert await self.settled(unit, since=NOW, at=NOW)
        await self.alive(unit, a_process(), NOW + HOUR)
        assert await self.settled(unit, since=NOW, at=NOW + HOUR)

    async def test_one_that_is_thought_to_be_dead_says_nothing(self, unit: UnitOfWork) -> None:
        await self.alive(unit, a_process(), NOW)
        assert await self.settled(unit, since=NOW, at=NOW + HOUR)
        assert not await self.settled(unit, since=NOW, at=NOW + HOUR + MOMENT)

    async def test_one_that_goes_on_lives_since_it_began(self, unit: UnitOfWork) -> None:
        process = a_process()
        for hours in range(4):
            await self.alive(unit, process, NOW + hours * HOUR)
        assert await self.settled(unit, since=NOW, at=NOW + 4 * HOUR)

    async def test_one_that_was_thought_to_be_dead_lives_since_it_is_back(self, unit: UnitOfWork) -> None:
        process = a_process()
        await self.alive(unit, process, NOW)
        back_at = NOW + HOUR + MOMENT
        await self.alive(unit, process, back_at)
        assert not await self.settled(unit, since=back_at - MOMENT, at=back_at)
        assert await self.settled(unit, since=back_at, at=back_at)

    async def test_after_the_clock_has_stepped_back_one_lives_since_then(self, unit: UnitOfWork) -> None:
        process = a_process()
        await self.alive(unit, process, NOW)
        await self.alive(unit, process, NOW - HOUR)
        assert await self.settled(unit, since=NOW - HOUR, at=NOW)
        assert not await self.settled(unit, since=NOW - HOUR - MOMENT, at=NOW)
