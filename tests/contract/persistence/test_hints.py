"""What each change has told, once it is committed, to those who hold people in rooms."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from tests.contract.persistence.test_changes import CHANGES
from tests.support.listening import Ears
from tests.support.storage import Storage
from tests.support.world import World, create
from wexstream.ports.persistence import Transaction
from wexstream.ports.push import AccountChanged, Hint, RoomChanged, SignalsSent

Told: TypeAlias = Callable[[World], set[Hint]]


def of_the_room(world: World) -> set[Hint]:
    return {RoomChanged(conference=world.room.id)}


def of_bob_in_the_room(world: World) -> set[Hint]:
    return {RoomChanged(conference=world.room.id, account=world.bob.id)}


def of_ada(world: World) -> set[Hint]:
    return {AccountChanged(account=world.ada.id)}


def of_bob(world: World) -> set[Hint]:
    return {AccountChanged(account=world.bob.id)}


TOLD: dict[str, Told] = {
    "accounts.save": of_ada,
    "accounts.erase": of_bob,
    "sessions.end": of_bob,
    "sessions.end_all": of_bob,
    "relations.save": lambda it: {AccountChanged(account=min(it.ada.id, it.bob.id))},
    "conferences.save": of_the_room,
    "conferences.remove": of_the_room,
    "presences.add": lambda it: {RoomChanged(conference=it.room.id, account=it.ada.id)},
    "presences.save": of_bob_in_the_room,
    "presences.end": of_the_room,
    "presences.end (of some)": of_bob_in_the_room,
    "presences.release": of_the_room,
}
NAMED_ANEW = {"signals.add": SignalsSent}
"""What names something that the change itself makes."""


def nothing(_: World) -> set[Hint]:
    return set()


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_tells_where_to_look_again(storage: Storage, name: str) -> None:
    world, change = await create(storage.unit), CHANGES[name]
    ears = Ears()
    with storage.push.listen(ears):
        await storage.unit.run(lambda tx: change(world, tx))
    assert len(ears.heard) == len(set(ears.heard))
    if name in NAMED_ANEW:
        assert [type(hint) for hint in ears.heard] == [NAMED_ANEW[name]]
    else:
        assert set(ears.heard) == TOLD.get(name, nothing)(world)


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
