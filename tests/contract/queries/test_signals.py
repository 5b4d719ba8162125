"""What people in a room say, on its way to those who are there by another process."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import IDS, account, conference, signal
from tests.support.clock import NOW
from tests.support.listening import Ears
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import signals
from wexstream.domain.model.ids import ConferenceId, SignalId
from wexstream.domain.model.room import Signal
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.push import SignalsSent
from wexstream.ports.queries import Queries

MOMENT = timedelta(microseconds=1)
ROOM, OTHER = conference(account()), conference(account())


async def send(unit: UnitOfWork, *sent: Signal) -> None:
    await unit.run(lambda tx: tx.signals.add(sent))


@few
@given(sent=st.lists(signals(ROOM.id), max_size=5, unique_by=lambda one: one.id))
async def test_they_are_read_as_they_were_sent_by_id(storage: Storage, sent: list[Signal]) -> None:
    await send(storage.unit, *sent)
    found = await storage.queries.signals([one.id for one in sent])
    assert list(found) == sorted(sent, key=lambda one: one.id)
    await storage.unit.run(
        lambda tx: tx.signals.purge(before=max((one.at for one in sent), default=NOW) + MOMENT)
    )
    assert list(await storage.queries.signals([one.id for one in sent])) == []


async def test_what_is_sent_twice_is_kept_once(unit: UnitOfWork, queries: Queries) -> None:
    one, other = signal(ROOM), signal(ROOM)
    await send(unit, one)
    await send(unit, one, other)
    assert list(await queries.signals([one.id, other.id])) == [one, other]


async def test_others_and_those_that_are_gone_are_left_out(unit: UnitOfWork, queries: Queries) -> None:
    one, other = signal(ROOM), signal(ROOM)
    await send(unit, one, other)
    assert list(await queries.signals([other.id, SignalId(IDS.new())])) == [other]
    assert list(await queries.signals([])) == []


async def test_those_of_a_room_are_found_from_a_time_on(unit: UnitOfWork, queries: Queries) -> None:
    before, then, later = (signal(ROOM, at=NOW + after) for after in (-MOMENT, timedelta(0), MOMENT))
    await send(unit, signal(OTHER), later, then, before)
    found = await queries.signals_in(ROOM.id, since=NOW)
    assert list(found) == sorted([then, later], key=lambda one: one.id)
    assert list(await queries.signals_in(ConferenceId(IDS.new()), since=NOW)) == []


async def test_they_are_forgotten_before_a_time(unit: UnitOfWork, queries: Queries) -> None:
    old, new = signal(ROOM, at=NOW - MOMENT), signal(ROOM)
    await send(unit, old, new)
    await unit.run(lambda tx: tx.signals.purge(before=NOW))
    assert list(await queries.signals([old.id, new.id])) == [new]


async def test_each_room_s_are_told_together_in_the_order_in_which_they_were_sent(storage: Storage) -> None:
    first, second, third = signal(ROOM), signal(ROOM), signal(OTHER)
    ears = Ears()
    with storage.push.listen(ears):
        await send(storage.unit, second, first, third)
    assert ears.heard == [
        SignalsSent(conference=ROOM.id, signals=(second.id, first.id)),
        SignalsSent(conference=OTHER.id, signals=(third.id,)),
    ]
