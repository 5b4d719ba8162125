"""A room, as it is for those who have it open: who is in it, and who may stay."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import (
    HOUR,
    IDS,
    account,
    blocked,
    conference,
    connected,
    held,
    member,
    presence,
    session,
)
from tests.support.changing import change, erase
from tests.support.clock import NOW
from tests.support.expected import Expected
from tests.support.keeping import keep, keep_relation
from tests.support.pages import present
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.worlds import World, worlds
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.conference import Conference, ConferenceState, Presence, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId, PeerId, PictureId, ProcessId, SessionId
from wexstream.domain.model.room import Farewell, Occupant, Stay
from wexstream.domain.model.session import Session
from wexstream.ports import views
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries

PROCESS = ProcessId(IDS.new())


def a_peer() -> PeerId:
    return PeerId(IDS.new())


def inside(room: Conference, guest: Account, *, minutes: int = 0) -> Presence:
    began = NOW + timedelta(minutes=minutes)
    return held(replace(presence(room, guest), began_at=began), by=PROCESS)


def occupant(there: Presence, signed_in: Session) -> Occupant:
    assert there.peer is not None
    return Occupant(account=there.account, session=signed_in.id, peer=there.peer)


class Scene:
    """Ada speaks in public, Bob and Eve are there, and all of them have the room open."""

    def __init__(self, ada: Account, bob: Account, eve: Account) -> None:
        self.ada, self.bob, self.eve = ada, bob, eve
        self.room = conference(ada, visibility=Visibility.PUBLIC)
        self.stays = {
            one.id: inside(self.room, one, minutes=minutes) for minutes, one in enumerate((eve, ada, bob))
        }
        self.sessions = {one.id: session(one) for one in (ada, bob, eve)}
        self.occupants = [occupant(stay, self.sessions[name]) for name, stay in self.stays.items()]

    def peer(self, one: Account) -> PeerId:
        return present(self.stays[one.id].peer)

    def person(self, one: Account) -> views.RoomPerson:
        return views.RoomPerson(
            account=one.id,
            peer=self.peer(one),
            name=one.full_name,
            picture=one.picture,
            speaker=one.id == self.ada.id,
        )


@pytest.fixture
async def scene(unit: UnitOfWork, ada: Account, bob: Account, eve: Account) -> Scene:
    scene = Scene(ada, bob, eve)
    await keep(unit, scene.room, *scene.stays.values(), *scene.sessions.values())
    await keep(unit, member(scene.room, bob), member(scene.room, eve))
    return scene


async def look(queries: Queries, scene: Scene) -> views.Room:
    return present(await queries.room(scene.room.id, scene.occupants, at=NOW))


async def test_those_who_are_in_it_are_named_longest_there_first(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    pictured = scene.bob.with_picture(PictureId(IDS.new()))
    await change(unit, pictured)
    gone, elsewhere = account("Gone"), account("Elsewhere")
    other = conference(scene.ada)
    await keep(unit, gone, elsewhere, other, inside(other, elsewhere))
    await keep(unit, inside(scene.room, gone).end(at=NOW))
    shown = await look(queries, scene)
    assert shown.people == [scene.person(one) for one in (scene.eve, scene.ada, pictured)]
    assert (shown.speaker, shown.farewells) == (scene.ada.id, {})


async def test_who_has_no_socket_just_now_has_no_peer(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    waiting = account("Waiting")
    await keep(unit, waiting, presence(scene.room, waiting))
    people = {one.name: one.peer for one in (await look(queries, scene)).people}
    assert people == {
        "Eve": scene.peer(scene.eve),
        "Ada": scene.peer(scene.ada),
        "Bob": scene.peer(scene.bob),
    } | {"Waiting": None}


async def test_it_says_of_the_conference_what_may_change(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    plain = (await look(queries, scene)).subject
    assert plain == views.RoomSubject(
        title="On engines", description=None, visibility=Visibility.PUBLIC, locked=False
    )
    changed = replace(scene.room, title="On looms", description="Threads.", password_hash="hash")
    await unit.run(lambda tx: tx.conferences.save(changed))
    assert (await look(queries, scene)).subject == replace_subject(plain)


def replace_subject(plain: views.RoomSubject) -> views.RoomSubject:
    return replace(plain, title="On looms", description="Threads.", locked=True)


async def test_of_a_conference_that_is_gone_there_is_none(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    await unit.run(lambda tx: tx.conferences.remove(scene.room.id))
    for name in (scene.room.id, ConferenceId(IDS.new())):
        assert await queries.room(name, scene.occupants, at=NOW) is None


async def test_one_in_which_nobody_is_and_that_nobody_has_open_is_shown_empty(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    empty = conference(ada)
    await keep(unit, empty)
    shown = present(await queries.room(empty.id, [], at=NOW))
    assert (shown.people, shown.farewells, shown.apart) == ([], {}, {})


Happening: TypeAlias = Callable[[Scene, Transaction], Awaitable[object]]


async def block(scene: Scene, tx: Transaction) -> None:
    await keep_relation(tx, blocked(scene.ada, scene.bob))


async def make_private(scene: Scene, tx: Transaction) -> None:
    await keep_relation(tx, connected(scene.ada, scene.eve))
    await tx.conferences.save(replace(scene.room, visibility=Visibility.PRIVATE))


async def suspend(scene: Scene, tx: Transaction) -> None:
    await tx.accounts.save(scene.bob.suspend(at=NOW))
    await tx.sessions.end_all(scene.bob.id)
    await tx.presences.end(scene.room.id, [scene.bob.id], at=NOW)


async def erase_bob(scene: Scene, tx: Transaction) -> None:
    await tx.accounts.lock([scene.bob.id])
    await tx.accounts.erase(scene.bob.id)


async def remove(scene: Scene, tx: Transaction) -> None:
    await tx.presences.end(scene.room.id, [scene.bob.id], at=NOW)
    await tx.presences.save_member(member(scene.room, scene.bob).remove(at=NOW))


async def replace_socket(scene: Scene, tx: Transaction) -> None:
    await tx.presences.save(held(scene.stays[scene.bob.id], by=PROCESS))


HAPPENINGS: dict[str, tuple[Happening, Farewell]] = {
    "suspended": (suspend, Farewell.SUSPENDED),
    "signed out": (lambda it, tx: tx.sessions.end_all(it.bob.id), Farewell.SIGNED_OUT),
    "erased": (erase_bob, Farewell.SIGNED_OUT),
    "blocked": (block, Farewell.NOT_FOR_YOU),
    "made private": (make_private, Farewell.NOT_FOR_YOU),
    "removed": (remove, Farewell.REMOVED),
    "left": (lambda it, tx: tx.presences.end(it.room.id, [it.bob.id], at=NOW), Farewell.LEFT),
    "replaced": (replace_socket, Farewell.REPLACED),
}


@pytest.mark.parametrize("name", HAPPENINGS)
async def test_who_may_not_stay_is_told_why_and_the_others_stay(
    unit: UnitOfWork, queries: Queries, scene: Scene, name: str
) -> None:
    happening, farewell = HAPPENINGS[name]
    await unit.run(lambda tx: happening(scene, tx))
    assert (await look(queries, scene)).farewells == {scene.peer(scene.bob): farewell}


async def test_once_it_is_finished_nobody_stays(unit: UnitOfWork, queries: Queries, scene: Scene) -> None:
    ended = replace(scene.room, state=ConferenceState.FINISHED, finished_at=NOW + HOUR)

    async def work(tx: Transaction) -> None:
        await tx.conferences.save(ended)
        await tx.presences.end(scene.room.id, at=NOW)

    await unit.run(work)
    shown = await look(queries, scene)
    assert shown.people == []
    assert shown.farewells == {one.peer: Farewell.FINISHED for one in scene.occupants}


async def test_a_session_whose_time_is_over_or_that_is_another_s_is_none(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    over = session(scene.bob, expires_at=NOW)
    await keep(unit, over)
    for name in (over.id, scene.sessions[scene.eve.id].id, SessionId(IDS.new())):
        shown = present(
            await queries.room(
                scene.room.id,
                [Occupant(account=scene.bob.id, session=name, peer=scene.peer(scene.bob))],
                at=NOW,
            )
        )
        assert shown.farewells == {scene.peer(scene.bob): Farewell.SIGNED_OUT}


async def test_two_sockets_of_one_person_are_told_apart_by_session_and_peer(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    newer, elsewhere = held(scene.stays[scene.bob.id], by=PROCESS), session(scene.bob)
    await keep(unit, elsewhere)
    await unit.run(lambda tx: tx.presences.save(newer))
    both = [scene.occupants[2], occupant(newer, elsewhere)]
    shown = present(await queries.room(scene.room.id, both, at=NOW))
    assert shown.farewells == {scene.peer(scene.bob): Farewell.REPLACED}


async def test_between_whom_there_is_a_block_is_known_for_those_who_have_it_open(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    stranger = account("Stranger")
    await keep(unit, stranger, blocked(scene.bob, scene.eve), blocked(stranger, scene.eve))
    shown = await look(queries, scene)
    assert shown.apart == {
        scene.ada.id: frozenset(),
        scene.bob.id: frozenset({scene.eve.id}),
        scene.eve.id: frozenset({scene.bob.id, stranger.id}),
    }
    assert len(shown.people) == 3


async def test_whose_account_is_not_active_is_not_named(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    await change(unit, replace(scene.bob, state=AccountState.SUSPENDED, suspended_at=NOW))
    assert [one.name for one in (await look(queries, scene)).people] == ["Eve", "Ada"]


async def test_of_an_erased_speaker_s_room_there_is_none(
    unit: UnitOfWork, queries: Queries, scene: Scene
) -> None:
    await erase(unit, scene.ada)
    assert await queries.room(scene.room.id, scene.occupants, at=NOW) is None


@few
@given(world=worlds(), data=st.data())
async def test_in_any_world_it_is_as_the_rules_say(
    storage: Storage, world: World, data: st.DataObject
) -> None:
    peers = {one.id: data.draw(st.none() | st.just(a_peer())) for one in world.presences}
    there = [held(one, by=PROCESS, peer=peer) if (peer := peers[one.id]) else one for one in world.presences]
    world = replace(world, presences=there)
    signed_in = {
        one.id: session(one, expires_at=NOW + data.draw(st.sampled_from([0, 1])) * HOUR)
        for one in world.accounts
    }
    await world.keep(storage.unit)
    await keep(storage.unit, *(kept for name, kept in signed_in.items() if name != world.erased))
    try:
        for room in world.conferences:
            occupants = [
                Occupant(
                    account=one.id,
                    session=signed_in[one.id].id,
                    peer=data.draw(st.sampled_from([*_peers_of(world, room, one), a_peer()])),
                )
                for one in world.accounts
                if data.draw(st.booleans())
            ]
            found = await storage.queries.room(room.id, occupants, at=NOW)
            assert found == _expected(world, room, occupants, signed_in)
            for one in world.accounts:
                own = [occupant for occupant in occupants if occupant.account == one.id]
                alone = await storage.queries.room(room.id, own, at=NOW, account=one.id)
                assert alone == _expected_alone(world, room, own, signed_in, one.id)
    finally:
        await world.leave(storage.unit)


def _standing(world: World, room: Conference) -> list[Presence]:
    return [
        one
        for one in world.presences
        if one.conference == room.id and one.ended_at is None and one.account != world.erased
    ]


def _peers_of(world: World, room: Conference, guest: Account) -> list[PeerId]:
    return [one.peer for one in _standing(world, room) if one.account == guest.id and one.peer]


def _expected(
    world: World, room: Conference, occupants: list[Occupant], signed_in: dict[AccountId, Session]
) -> views.Room | None:
    accounts = {one.id: one for one in world.accounts if one.id != world.erased}
    if room.speaker not in accounts:
        return None
    standing = {one.account: one for one in _standing(world, room)}
    removed = {one.account for one in world.members if one.conference == room.id and one.removed_at}
    farewells: dict[PeerId, Farewell] = {}
    for one in occupants:
        guest, there = accounts.get(one.account), standing.get(one.account)
        farewell = Stay(
            state=guest.state if guest else None,
            signed_in=guest is not None and signed_in[one.account].stands(at=NOW),
            finished=room.state is ConferenceState.FINISHED,
            visible=guest is not None and Expected(world=world, me=guest).sees_conference(room),
            removed=guest is not None and one.account in removed,
            present=there is not None,
            newest=there is not None and there.peer == one.peer,
        ).farewell()
        if farewell is not None:
            farewells[one.peer] = farewell
    return views.Room(
        subject=views.RoomSubject(
            title=room.title, description=room.description, visibility=room.visibility, locked=room.locked
        ),
        speaker=room.speaker,
        people=[
            views.RoomPerson(
                account=there.account,
                peer=there.peer,
                name=accounts[there.account].full_name,
                picture=accounts[there.account].picture,
                speaker=there.account == room.speaker,
            )
            for there in sorted(standing.values(), key=lambda one: (one.began_at, one.account))
            if accounts[there.account].state is AccountState.ACTIVE
        ],
        farewells=farewells,
        apart={one.account: _apart(world, one.account) for one in occupants},
    )


def _expected_alone(
    world: World,
    room: Conference,
    occupants: list[Occupant],
    signed_in: dict[AccountId, Session],
    name: AccountId,
) -> views.Room | None:
    whole = _expected(world, room, occupants, signed_in)
    if whole is not None:
        whole.people = [person for person in whole.people if person.account == name]
        whole.apart = {name: _apart(world, name)}
    return whole


def _apart(world: World, name: AccountId) -> frozenset[AccountId]:
    pairs = {(one.low, one.high): one.low_blocks or one.high_blocks for one in world.relations}
    names = [one.id for one in world.accounts if one.id != world.erased]
    blocked_pairs = [pair for pair in combinations(names, 2) if pairs.get(pair) and name in pair]
    return frozenset(one for pair in blocked_pairs for one in pair if one != name)
