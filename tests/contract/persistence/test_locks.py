"""What is locked is locked by one, what is held by any number; nobody locks what another holds."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from tests.support.clock import NOW
from tests.support.overlap import at_once, transaction, waiting
from tests.support.storage import Storage
from tests.support.world import World, create
from wexstream.ports.persistence import Transaction

Lock: TypeAlias = Callable[[World, Transaction], Awaitable[object]]

LOCKS: dict[str, Lock] = {
    "accounts.lock": lambda it, tx: tx.accounts.lock([it.ada.id]),
    "accounts.lock_by_address": lambda it, tx: tx.accounts.lock_by_address(it.ada.address_key),
    "accounts.lock_by_address (of nobody)": lambda _, tx: tx.accounts.lock_by_address("nobody@example.org"),
    "relations.lock": lambda it, tx: tx.relations.lock(it.ada.id, [it.bob.id]),
    "relations.lock (without a row)": lambda it, tx: tx.relations.lock(it.ada.id, [it.eve.id]),
    "conferences.lock": lambda it, tx: tx.conferences.lock(it.room.id),
    "conferences.lock_rooms_of (its speaker)": lambda it, tx: tx.conferences.lock_rooms_of(it.ada.id),
    "conferences.lock_rooms_of (a guest)": lambda it, tx: tx.conferences.lock_rooms_of(it.bob.id),
    "conferences.lock_shared": lambda it, tx: tx.conferences.lock_shared(it.bob.id, it.ada.id),
    "reports.lock": lambda it, tx: tx.reports.lock(it.report.id),
    "reports.lock_naming": lambda it, tx: tx.reports.lock_naming(it.eve.id),
}
HOLDS: dict[str, Lock] = {
    "accounts.hold": lambda it, tx: tx.accounts.hold([it.ada.id, it.bob.id]),
    "relations.hold_entitled": lambda it, tx: tx.relations.hold_entitled(it.ada.id, since=NOW),
    "timeline.hold_audience": lambda it, tx: tx.timeline.hold_audience(it.room.id),
}
LOCKS_OF_HELD: dict[str, Lock] = {
    "accounts.lock": LOCKS["accounts.lock"],
    "accounts.lock_by_address": LOCKS["accounts.lock_by_address"],
    "accounts.lock (of another)": lambda it, tx: tx.accounts.lock([it.bob.id]),
}


def each(locks: dict[str, Lock], name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(name, locks.values(), ids=locks.keys())


@each(LOCKS, "lock")
async def test_of_two_who_lock_the_same_the_second_waits_for_the_first(storage: Storage, lock: Lock) -> None:
    world = await create(storage.unit)
    async with transaction(storage.unit) as open_one:
        await lock(world, open_one)
        second = await waiting(storage, lambda tx: lock(world, tx))
    await second


@each(HOLDS, "hold")
async def test_two_may_hold_the_same(storage: Storage, hold: Lock) -> None:
    world = await create(storage.unit)
    async with transaction(storage.unit) as open_one:
        await hold(world, open_one)
        assert await at_once(storage.unit, lambda tx: hold(world, tx))


@each(HOLDS, "hold")
@each(LOCKS_OF_HELD, "lock")
async def test_who_locks_what_another_holds_waits(storage: Storage, hold: Lock, lock: Lock) -> None:
    world = await create(storage.unit)
    async with transaction(storage.unit) as open_one:
        await hold(world, open_one)
        second = await waiting(storage, lambda tx: lock(world, tx))
    await second


@each(HOLDS, "hold")
@each(LOCKS_OF_HELD, "lock")
async def test_who_holds_what_another_has_locked_waits(storage: Storage, hold: Lock, lock: Lock) -> None:
    world = await create(storage.unit)
    async with transaction(storage.unit) as open_one:
        await lock(world, open_one)
        second = await waiting(storage, lambda tx: hold(world, tx))
    await second
