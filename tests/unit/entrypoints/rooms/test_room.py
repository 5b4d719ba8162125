"""What is looked at in a room, what is told of it, and what is said there."""

import asyncio
import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tests.support import builders
from tests.support.acting import broadcast, enter
from tests.support.builders import IDS, signal
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.platform import Platform
from tests.support.waiting import until
from tests.unit.entrypoints.rooms.hubs import (
    ROOM,
    Counted,
    a_hub,
    admitted,
    frames_of,
)
from wexstream.adapters.memory.push import MemoryPush
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.errors import TicketExpired
from wexstream.domain.model.ids import ConferenceId, PeerId, ProcessId
from wexstream.domain.model.room import Signal, SignalKind
from wexstream.domain.usecases.stays import Stays
from wexstream.entrypoints.rooms.connection import EARLY_MOST, Connection
from wexstream.entrypoints.rooms.hub import NotThere
from wexstream.entrypoints.rooms.roster import CHANGES_MOST
from wexstream.ports.persistence import StorageUnavailable
from wexstream.ports.push import RoomChanged


class SlowStays(Stays):
    """Whose answer that one has entered comes when that is wanted, while others see it at once."""

    def __init__(self, stays: Stays) -> None:
        for name in super().__slots__:
            object.__setattr__(self, name, getattr(stays, name))
        object.__setattr__(self, "open", asyncio.Event())

    __slots__ = ("open",)
    open: asyncio.Event

    async def enter(self, *what: Any, **more: Any) -> None:
        await super().enter(*what, **more)
        await self.open.wait()


async def test_what_could_not_be_looked_at_is_looked_at_again(platform: Platform) -> None:
    looks = Counted(platform.storage.queries, StorageUnavailable(), ValueError("a mistake"))
    held = a_hub(platform, queries=looks)
    async with held.running():
        ada = await enter(platform)
        conference = await broadcast(platform, ada)
        connection = await admitted(platform, held, ada, conference)
        held.drop(connection)
    assert looks.rooms >= 3


async def test_where_one_comes_changes_or_leaves_nobody_else_is_looked_at(platform: Platform) -> None:
    looks = Counted(platform.storage.queries)
    held = a_hub(platform, queries=looks)
    async with held.running():
        ada, bob = await enter(platform), await enter(platform, "Bob")
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        speaking = await admitted(platform, held, ada, conference)
        looks.accounts.clear()
        listening = await admitted(platform, held, bob, conference)
        await platform.rooms.leave(bob, conference)
        heard = [json.loads(frame) for frame in await frames_of(speaking, 3)]
        for one in (speaking, listening):
            held.drop(one)
    assert [frame["type"] for frame in heard] == ["welcome", "came", "left"]
    assert set(looks.accounts) == {bob.account}


async def test_where_several_change_at_once_everybody_is_looked_at(platform: Platform) -> None:
    looks = Counted(platform.storage.queries)
    held = a_hub(platform, queries=looks)
    async with held.running():
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        connection = await admitted(platform, held, ada, conference)
        looks.accounts.clear()
        for one in (bob, eve):
            held.receive(RoomChanged(conference=conference, account=one.account))
        await until(lambda: bool(looks.accounts))
        held.drop(connection)
    assert looks.accounts == [None]


async def test_where_one_is_looked_at_it_is_seen_that_the_conference_is_gone(platform: Platform) -> None:
    held = a_hub(platform, push=MemoryPush())  # which tells of nothing that the platform does
    async with held.running():
        ada, bob = await enter(platform), await enter(platform, "Bob")
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        both = [await admitted(platform, held, one, conference) for one in (ada, bob)]
        await platform.conferences.delete(ada, conference)
        held.receive(RoomChanged(conference=conference, account=bob.account))
        await until(lambda: all(one.outgoing.code is not None for one in both))


async def test_what_was_said_before_one_came_is_not_caught_up_with(platform: Platform) -> None:
    held = a_hub(platform)
    async with held.running():
        ada = await enter(platform)
        conference = await broadcast(platform, ada)
        early = elsewhere(conference)
        await platform.storage.unit.run(lambda tx: tx.signals.add([early]))
        platform.clock.advance(builders.HOUR / 3_600)
        connection = await admitted(platform, held, ada, conference)
        late = replace(elsewhere(conference), at=platform.clock.now())
        await platform.storage.unit.run(lambda tx: tx.signals.add([late]))
        held.miss()
        heard = await frames_of(connection, 2)
        held.drop(connection)
    assert str(late.sender) in heard[1]
    assert all(str(early.sender) not in frame for frame in heard)


async def test_what_is_said_to_one_who_is_seen_before_the_socket_is_welcome_comes_after_the_welcome(
    platform: Platform,
) -> None:
    slow = SlowStays(platform.stays)
    held = a_hub(platform, stays=slow)
    async with held.running():
        ada, bob = await enter(platform), await enter(platform, "Bob")
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        slow.open.set()
        speaking = await admitted(platform, held, ada, conference)
        slow.open.clear()
        coming = asyncio.ensure_future(admitted(platform, held, bob, conference))
        _, came = [json.loads(frame) for frame in await frames_of(speaking, 2)]
        for number in range(EARLY_MOST + 1):
            held.say(speaking, SignalKind.SIGNAL, PeerId(UUID(came["person"]["peer"])), str(number))
        slow.open.set()
        listening = await coming
        heard = [json.loads(frame) for frame in await frames_of(listening, 1 + EARLY_MOST)]
        held.say(speaking, SignalKind.SIGNAL, listening.peer, '"after"')
        [after] = [json.loads(frame) for frame in await frames_of(listening, 1)]
        for one in (speaking, listening):
            held.drop(one)
    assert [frame["type"] for frame in heard] == ["welcome", *["said"] * EARLY_MOST]
    assert [frame["data"] for frame in heard[1:]] == list(range(EARLY_MOST))
    assert after["data"] == "after"


async def test_of_one_who_is_refused_nothing_stays(platform: Platform) -> None:
    held = a_hub(platform)
    async with held.running():
        ada, bob = await enter(platform), await enter(platform, "Bob")
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        refused = held.connect(bob, conference)
        with pytest.raises(TicketExpired):
            await held.enter(refused, "forged")
        held.drop(refused)
        speaking = await admitted(platform, held, ada, conference)
        with pytest.raises(NotThere):
            held.say(speaking, SignalKind.SIGNAL, refused.peer, "1")
        held.drop(speaking)


async def test_that_a_server_with_hundreds_has_stopped_is_told_in_one_frame(platform: Platform) -> None:
    heard, crowd, ada = await stopping(platform, 300, frames=1)
    assert [frame["type"] for frame in heard] == ["people"]
    there = {person["account"]: person["peer"] for person in heard[0]["people"]}
    assert there == {**dict.fromkeys(crowd), str(ada.viewer.account): str(ada.peer)}


async def test_of_a_few_each_is_told_by_himself(platform: Platform) -> None:
    heard, crowd, _ = await stopping(platform, CHANGES_MOST, frames=CHANGES_MOST)
    assert {frame["type"] for frame in heard} == {"changed"}
    assert [frame["person"]["account"] for frame in heard] == crowd


async def stopping(
    platform: Platform, number: int, *, frames: int
) -> tuple[list[Any], list[str], Connection]:
    """Let a server stop that has so many; what is told to one at another, the many, and the one."""
    held, other = a_hub(platform), ProcessId(IDS.new())
    async with held.running():
        ada = await enter(platform)
        conference = await broadcast(platform, ada)
        crowd = await come(platform, conference, number, other)
        connection = await admitted(platform, held, ada, conference)
        await platform.stays.retire(other)
        _, *heard = [json.loads(frame) for frame in await frames_of(connection, 1 + frames)]
        held.drop(connection)
    return heard, crowd, connection


async def come(platform: Platform, conference: ConferenceId, number: int, process: ProcessId) -> list[str]:
    """Have people in a room by sockets of a process; their accounts."""
    found = await platform.storage.unit.run(lambda tx: tx.conferences.find(conference))
    assert found is not None
    crowd = [builders.account() for _ in range(number)]
    there = [builders.held(builders.presence(found, one), by=process) for one in crowd]
    await keep(platform.storage.unit, *crowd, *there)
    return [str(account.id) for account in crowd]


def elsewhere(conference: ConferenceId) -> Signal:
    """Something said by another process's socket."""
    return replace(signal(ROOM), conference=conference, at=NOW)
