"""What a hub does when what it stands on fails, and what nobody sees from outside."""

import pytest

from tests.support.acting import broadcast, enter
from tests.support.platform import Platform
from tests.support.storage import MemoryStorage
from tests.support.waiting import until
from tests.unit.entrypoints.rooms.hubs import Counted, Failing, FailingStays, a_hub, admitted
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.room import SignalKind
from wexstream.entrypoints.rooms.hub import NotThere
from wexstream.ports.persistence import StorageUnavailable
from wexstream.ports.push import AccountChanged


async def test_its_signs_of_life_go_on_whatever_fails_and_its_end_waits_for_none() -> None:
    keep_up = Failing([StorageUnavailable(), ValueError("a mistake")])
    retire = Failing([StorageUnavailable()])
    platform = Platform(MemoryStorage())
    held = a_hub(platform, stays=FailingStays(keep_up=keep_up, retire=retire))
    async with held.running():
        await until(lambda: bool(keep_up.done))
    assert keep_up.done == [(held.process,)]
    assert (retire.failures, retire.done) == ([], [])


async def test_each_is_another_process(platform: Platform) -> None:
    assert a_hub(platform).process != a_hub(platform).process


async def test_who_has_been_sent_away_says_nothing_more(platform: Platform) -> None:
    held = a_hub(platform)
    async with held.running():
        ada, bob = await enter(platform), await enter(platform, "Bob")
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        speaking = await admitted(platform, held, ada, conference)
        listening = await admitted(platform, held, bob, conference)
        held.say(listening, SignalKind.SIGNAL, speaking.peer, "1")
        await platform.rooms.leave(bob, conference)
        await until(lambda: listening.outgoing.code is not None)
        for to in (None, speaking.peer):
            with pytest.raises(NotThere):
                held.say(listening, SignalKind.CHAT, to, '"x"')
        await platform.rooms.leave(ada, conference)
        await until(lambda: speaking.outgoing.code is not None)
        with pytest.raises(NotThere):
            held.say(speaking, SignalKind.MUTE, listening.peer, None)
        held.drop(listening)
        held.drop(speaking)


async def test_of_an_account_that_is_nowhere_near_nothing_is_looked_at(platform: Platform) -> None:
    held = a_hub(platform)
    async with held.running():
        ada, eve = await enter(platform), await enter(platform, "Eve")
        conference = await broadcast(platform, ada)
        connection = await admitted(platform, held, ada, conference)
        looks = Counted(platform.storage.queries)
        held = a_hub(platform, queries=looks)
    async with held.running():
        connection = await admitted(platform, held, ada, conference)
        before = looks.rooms
        held.receive(AccountChanged(account=eve.account))
        held.receive(AccountChanged(account=ada.account))
        await until(lambda: looks.rooms > before)
        held.drop(connection)
    assert looks.rooms == before + 1
