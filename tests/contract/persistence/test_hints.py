"""What each change has told, once it is committed, to those who hold people in rooms or have streams."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

import pytest

from tests.contract.persistence.test_changes import CHANGES
from tests.support.builders import IDS, account, asked, blocked, conference, member, notification
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.listening import Ears
from tests.support.storage import Storage
from tests.support.world import World, create
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference, ConferenceState, Visibility
from wexstream.domain.model.ids import MessageId, NotificationId
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.relation import strangers
from wexstream.ports.persistence import Transaction
from wexstream.ports.push import (
    APPEARING,
    AccountChanged,
    BroadcastsChanged,
    Hint,
    ListsChanged,
    RelationChanged,
    RoomChanged,
    SignalsSent,
    Topic,
)

Told: TypeAlias = Callable[[World], set[Hint]]


def of_the_room(world: World) -> set[Hint]:
    return {RoomChanged(conference=world.room.id)}


def of_bob_in_the_room(world: World) -> set[Hint]:
    return {RoomChanged(conference=world.room.id, account=world.bob.id)}


def of_ada(world: World) -> set[Hint]:
    return {AccountChanged(account=world.ada.id)}


def of_bob(world: World) -> set[Hint]:
    return {AccountChanged(account=world.bob.id)}


def in_lists(topics: Iterable[Topic], *accounts: Account) -> Hint:
    names = tuple(sorted(account.id for account in accounts))
    return ListsChanged(accounts=names, topics=frozenset(topics))


def of_broadcasts(world: World) -> set[Hint]:
    return {BroadcastsChanged(speaker=world.ada.id)}


def of_bobs(topic: Topic) -> Told:
    return lambda it: {in_lists({topic}, it.bob)}


def of_an_erasure(world: World) -> set[Hint]:
    """Bob is connected to Ada and in her room, and was asked by Eve."""
    acquainted = in_lists(APPEARING, world.ada, world.eve)
    return of_bob(world) | of_the_room(world) | {acquainted}


TOLD: dict[str, Told] = {
    "accounts.save": of_ada,
    "accounts.erase": of_an_erasure,
    "sessions.end": of_bob,
    "sessions.end_all": of_bob,
    "relations.save": lambda it: {
        RelationChanged(low=it.connection.low, high=it.connection.high),
        in_lists({Topic.RELATIONS}, it.ada, it.bob),
    },
    "conferences.add": of_bobs(Topic.TIMELINE),
    "conferences.save": of_the_room,
    "conferences.remove": lambda it: of_the_room(it) | of_broadcasts(it),
    "presences.add": lambda it: {RoomChanged(conference=it.room.id, account=it.ada.id)},
    "presences.save": of_bob_in_the_room,
    "presences.end": of_the_room,
    "presences.end (of some)": of_bob_in_the_room,
    "presences.release": of_the_room,
    "presences.purge": of_bob_in_the_room,  # who leaves before
    "timeline.add": of_broadcasts,
    "timeline.remove": of_bobs(Topic.TIMELINE),
    "timeline.sever": of_bobs(Topic.TIMELINE),
    "messages.add": lambda it: {in_lists({Topic.MESSAGES}, it.ada, it.bob)},
    "messages.mark": of_bobs(Topic.MESSAGES),
    "messages.remove": of_bobs(Topic.MESSAGES),
    "notifications.add": lambda it: {in_lists({Topic.NOTIFICATIONS}, it.eve)},
    "notifications.tell": of_broadcasts,
    "notifications.mark": of_bobs(Topic.NOTIFICATIONS),
    "notifications.mark_all_read": of_bobs(Topic.NOTIFICATIONS),
    "notifications.remove": of_bobs(Topic.NOTIFICATIONS),
    "notifications.remove_all": of_bobs(Topic.NOTIFICATIONS),
    "notifications.answer_request": of_bobs(Topic.NOTIFICATIONS),
    "notifications.withdraw_request": of_bobs(Topic.NOTIFICATIONS),
    "notifications.sever": of_bobs(Topic.NOTIFICATIONS),
    "notifications.follow_copy (mark)": of_bobs(Topic.NOTIFICATIONS),
    "notifications.follow_copy (delete)": of_bobs(Topic.NOTIFICATIONS),
}
NAMED_ANEW = {"signals.add": SignalsSent}
"""What names something that the change itself makes."""


def nothing(_: World) -> set[Hint]:
    return set()


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_tells_where_to_look_again(storage: Storage, name: str) -> None:
    world, change = await create(storage.unit), CHANGES[name]
    told = await told_by(storage, world, change)
    assert len(told) == len(set(told))
    if name in NAMED_ANEW:
        assert [type(hint) for hint in told] == [NAMED_ANEW[name]]
    else:
        assert set(told) == TOLD.get(name, nothing)(world)


class Undone(Exception):
    """Nothing of it is to stay."""


@pytest.mark.parametrize("name", TOLD)
async def test_a_change_that_is_rolled_back_tells_nothing(storage: Storage, name: str) -> None:
    world, change = await create(storage.unit), CHANGES[name]

    async def work(tx: Transaction) -> None:
        await change(world, tx)
        raise Undone

    ears = Ears()
    with storage.push.listen(ears), pytest.raises(Undone):
        await storage.unit.run(work)
    assert ears.heard == []


Change: TypeAlias = Callable[[World, Transaction], Awaitable[object]]
GONE = NotificationId(IDS.new())
NOTHING_CHANGES: dict[str, Change] = {
    "a relation that is not kept": lambda it, tx: tx.relations.save(strangers(it.ada.id, it.eve.id)),
    "a conference that is gone": lambda it, tx: tx.conferences.remove(conference(it.ada).id),
    "a broadcast that has reached all": lambda it, tx: tx.timeline.add(it.room, [it.bob.id]),
    "a broadcast that never reached one": lambda it, tx: tx.timeline.remove(it.eve.id, it.room.id),
    "timelines with nothing of each other": lambda it, tx: tx.timeline.sever(it.bob.id, it.eve.id),
    "somebody else's message": lambda it, tx: tx.messages.mark(it.eve.id, it.message.id, read=True),
    "a message that is gone": lambda it, tx: tx.messages.remove(it.bob.id, MessageId(IDS.new())),
    "what one was told already": lambda it, tx: tx.notifications.add([it.live]),
    "a notification that is gone": lambda it, tx: tx.notifications.mark(it.bob.id, GONE, read=True),
    "somebody else's notification": lambda it, tx: tx.notifications.remove(it.eve.id, it.live.id),
    "notifications of nobody": lambda it, tx: tx.notifications.mark_all_read(it.eve.id),
    "none to remove": lambda it, tx: tx.notifications.remove_all(it.eve.id),
    "what nobody asked": lambda it, tx: tx.notifications.answer_request(asker=it.ada.id, asked=it.bob.id),
    "what nobody else asked": lambda it, tx: tx.notifications.withdraw_request(
        asker=it.ada.id, asked=it.bob.id
    ),
    "two without a word of each other": lambda it, tx: tx.notifications.sever(it.ada.id, it.eve.id),
    "a message that one was not told of": lambda it, tx: tx.notifications.follow_copy(
        it.eve.id, it.message.id, read=True
    ),
}


@pytest.mark.parametrize("name", NOTHING_CHANGES)
async def test_where_nothing_changes_nothing_is_told(storage: Storage, name: str) -> None:
    assert await told_by(storage, await create(storage.unit), NOTHING_CHANGES[name]) == []


async def told_by(storage: Storage, world: World, change: Change) -> list[Hint]:
    ears = Ears()
    with storage.push.listen(ears):
        await storage.unit.run(lambda tx: change(world, tx))
    return ears.heard


async def test_a_block_between_strangers_is_in_the_blocker_s_lists_alone(storage: Storage) -> None:
    world = await create(storage.unit)

    async def block(_: World, tx: Transaction) -> None:
        relation = (await tx.relations.lock(world.eve.id, [world.ada.id]))[world.ada.id]
        await tx.relations.save(relation.block(world.eve.id, at=NOW)[0])

    told = await told_by(storage, world, block)
    assert set(told) == {
        RelationChanged(low=world.ada.id, high=world.eve.id),
        in_lists({Topic.RELATIONS}, world.eve),
    }


async def test_that_a_request_is_declined_is_told_to_nobody_but_who_does(storage: Storage) -> None:
    world = await create(storage.unit)

    async def decline(_: World, tx: Transaction) -> None:
        relation = (await tx.relations.lock(world.bob.id, [world.eve.id]))[world.eve.id]
        await tx.relations.save(relation.decline(world.bob.id, at=NOW)[0])

    told = await told_by(storage, world, decline)
    assert in_lists({Topic.RELATIONS}, world.bob) in told
    assert all(world.eve.id not in hint.accounts for hint in told if isinstance(hint, ListsChanged))


def saving(changed: Account) -> Change:
    return lambda _, tx: tx.accounts.save(changed)


async def test_a_suspension_and_its_end_are_told_to_those_in_whose_lists_one_is(storage: Storage) -> None:
    world = await create(storage.unit)
    kim = account("Kim")  # whom a message has reached, of somebody he is not connected to
    await keep(storage.unit, kim, notification(kim, NotificationKind.MESSAGE_RECEIVED, actor=world.bob))
    acquainted = in_lists(APPEARING, world.ada, world.eve, kim)
    for changed in (world.bob.suspend(at=NOW), world.bob):
        told = await told_by(storage, world, saving(changed))
        assert set(told) == of_bob(world) | {acquainted}


async def test_so_they_are_to_strangers_who_took_part_in_one_s_public_conferences(storage: Storage) -> None:
    world = await create(storage.unit)
    kim, lou, mo = account("Kim"), account("Lou"), account("Mo")
    public = conference(world.bob, visibility=Visibility.PUBLIC)
    private = conference(world.bob)  # in which Lou was, who was connected then
    await keep(storage.unit, kim, lou, mo, blocked(mo, world.bob), public, private)
    await keep(storage.unit, member(public, kim), member(private, lou), member(public, mo))
    acquainted = in_lists(APPEARING, world.ada, world.eve, kim)
    for changed in (world.bob.suspend(at=NOW), world.bob):
        assert acquainted in await told_by(storage, world, saving(changed))
    assert acquainted in await told_by(storage, world, lambda it, tx: tx.accounts.erase(it.bob.id))


async def test_that_a_conference_is_gone_which_never_was_live_is_told_to_its_speaker(
    storage: Storage,
) -> None:
    world = await create(storage.unit)
    later = conference(world.ada, state=ConferenceState.CREATED)
    await keep(storage.unit, later)
    told = await told_by(storage, world, lambda _, tx: tx.conferences.remove(later.id))
    assert set(told) == {RoomChanged(conference=later.id), in_lists({Topic.TIMELINE}, world.ada)}


class TestGoneFromTheListsOfThoseWhoTookPart:
    """A public conference in which strangers took part, one of the network, and two whom a block parts."""

    @dataclass(frozen=True, kw_only=True)
    class Setting:
        world: World
        room: Conference
        strangers: Hint

    @pytest.fixture
    async def setting(self, storage: Storage) -> Setting:
        world = await create(storage.unit)
        kim, lou, blocking, blocked_by_her = account("Kim"), account("Lou"), account("Mo"), account("Noor")
        asking = account("Oda")
        room = conference(world.ada, visibility=Visibility.PUBLIC)
        guests = (world.bob, world.eve, kim, lou, blocking, blocked_by_her, asking)
        await keep(storage.unit, kim, lou, blocking, blocked_by_her, asking, account("Pia"), room)
        await keep(storage.unit, blocked(blocking, world.ada), blocked(world.ada, blocked_by_her))
        await keep(storage.unit, asked(asking, world.ada), *(member(room, guest) for guest in guests))
        strangers = in_lists({Topic.TIMELINE}, world.eve, kim, lou, asking)
        return self.Setting(world=world, room=room, strangers=strangers)

    async def told_by(self, storage: Storage, setting: Setting, change: Change) -> set[Hint]:
        told = await told_by(storage, setting.world, change)
        assert len(told) == len(set(told))
        return set(told) - of_broadcasts(setting.world) - {RoomChanged(conference=setting.room.id)}

    async def save(self, storage: Storage, setting: Setting, changed: Conference) -> set[Hint]:
        return await self.told_by(storage, setting, lambda _, tx: tx.conferences.save(changed))

    async def test_strangers_are_told_when_it_becomes_private(
        self, storage: Storage, setting: Setting
    ) -> None:
        private = replace(setting.room, visibility=Visibility.PRIVATE)
        assert await self.save(storage, setting, private) == {setting.strangers}
        assert await self.save(storage, setting, replace(private, title="On numbers")) == set()

    async def test_strangers_are_told_when_it_is_deleted(self, storage: Storage, setting: Setting) -> None:
        told = await self.told_by(storage, setting, lambda _, tx: tx.conferences.remove(setting.room.id))
        assert told == {setting.strangers}

    async def test_of_one_that_is_private_already_they_are_told_nothing_more(
        self, storage: Storage, setting: Setting
    ) -> None:
        await self.save(storage, setting, replace(setting.room, visibility=Visibility.PRIVATE))
        told = await self.told_by(storage, setting, lambda _, tx: tx.conferences.remove(setting.room.id))
        assert told == set()

    async def test_nor_are_they_of_what_changes_nothing_of_who_sees_it(
        self, storage: Storage, setting: Setting
    ) -> None:
        assert await self.save(storage, setting, replace(setting.room, title="On numbers")) == set()

    async def test_nobody_is_told_of_one_whose_speaker_is_suspended_as_it_is_hidden_already(
        self, storage: Storage, setting: Setting
    ) -> None:
        await storage.unit.run(lambda tx: tx.accounts.save(setting.world.ada.suspend(at=NOW)))
        private = replace(setting.room, visibility=Visibility.PRIVATE)
        assert await self.save(storage, setting, private) == set()

    async def test_where_all_who_took_part_are_of_the_network_there_is_nobody_to_tell(
        self, storage: Storage
    ) -> None:
        world = await create(storage.unit)
        room = conference(world.ada, visibility=Visibility.PUBLIC)
        await keep(storage.unit, room, member(room, world.bob))
        setting = self.Setting(world=world, room=room, strangers=in_lists(()))
        assert await self.save(storage, setting, replace(room, visibility=Visibility.PRIVATE)) == set()


async def test_an_erasure_is_told_of_every_room_that_it_changes(storage: Storage) -> None:
    world = await create(storage.unit)
    told = await told_by(storage, world, lambda it, tx: tx.accounts.erase(it.ada.id))
    assert set(told) == of_ada(world) | of_the_room(world) | {in_lists(APPEARING, world.bob)}
