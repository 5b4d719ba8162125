"""Hints reach whoever listens, in the same process and in another, after the commit and never without one."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import asyncpg
import pytest

from tests.support.builders import IDS, account
from tests.support.keeping import keep
from tests.support.listening import Ears, room
from tests.support.overlap import transaction
from tests.support.storage import Storage
from tests.support.valkey import Valkey
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.memory.store import Store
from wexstream.adapters.memory.unit_of_work import MemoryUnitOfWork
from wexstream.adapters.postgres import push as postgres
from wexstream.adapters.postgres.unit_of_work import PostgresUnitOfWork
from wexstream.adapters.valkey import push as valkey
from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.push import (
    AccountChanged,
    BroadcastsChanged,
    Hint,
    ListsChanged,
    Push,
    RelationChanged,
    RoomChanged,
    SignalsSent,
    Topic,
)


@dataclass(frozen=True, kw_only=True)
class Wire:
    """Two ends, of one process or of two, and how to change what is kept with the first."""

    here: Push
    there: Push
    make_unit: Callable[[Push], UnitOfWork]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[tuple[Ears, Ears]]:
        near, far = Ears(), Ears()
        with self.here.listen(near), self.there.listen(far):
            for ears in (near, far):
                await ears.until_it_listens()
            yield near, far


@pytest.fixture
def memory_wire() -> Wire:
    push, store = MemoryPush(), Store()
    return Wire(here=push, there=push, make_unit=lambda told: MemoryUnitOfWork(store, told))


@pytest.fixture
async def postgres_wire(
    postgres_dsn: str, postgres_pool: asyncpg.Pool, postgres_storage: Storage
) -> AsyncIterator[Wire]:
    async with postgres.open_push(postgres_dsn) as here, postgres.open_push(postgres_dsn) as there:
        yield Wire(here=here, there=there, make_unit=lambda told: PostgresUnitOfWork(postgres_pool, told))


@pytest.fixture
async def valkey_wire(
    valkey_server: Valkey, postgres_pool: asyncpg.Pool, postgres_storage: Storage
) -> AsyncIterator[Wire]:
    url, channel = valkey_server.url, secrets.token_hex(4)
    async with (
        valkey.open_push(url, channel=channel) as here,
        valkey.open_push(url, channel=channel) as there,
    ):
        yield Wire(here=here, there=there, make_unit=lambda told: PostgresUnitOfWork(postgres_pool, told))


@pytest.fixture(params=["memory", "postgres", "valkey"])
def wire(request: pytest.FixtureRequest) -> Wire:
    wire: Wire = request.getfixturevalue(f"{request.param}_wire")
    return wire


def hints() -> list[Hint]:
    """One of each kind."""
    signals = tuple(SignalId(IDS.new()) for _ in range(3))
    one, other, *others = (AccountId(IDS.new()) for _ in range(5))
    return [
        room(),
        AccountChanged(account=one),
        RelationChanged(low=one, high=other),
        BroadcastsChanged(speaker=one),
        ListsChanged(accounts=tuple(others), topics=frozenset(Topic)),
        SignalsSent(conference=ConferenceId(IDS.new()), signals=signals),
    ]


async def test_each_kind_of_hint_comes_as_it_was_told_and_in_order(wire: Wire) -> None:
    told = hints()
    async with wire.listening() as (near, far):
        wire.here.publish(told)
        assert near.heard == told
        assert await far.until_heard(len(told)) == told


async def test_hints_are_told_both_ways(wire: Wire) -> None:
    first, second = room(), room()
    async with wire.listening() as (near, far):
        wire.here.publish([first])
        await far.until_heard(1)
        wire.there.publish([second])
        assert await near.until_heard(2) == [first, second]


async def test_however_many_there_are_all_come_in_order(wire: Wire) -> None:
    many: list[Hint] = [room() for _ in range(1_000)]
    signals = tuple(SignalId(IDS.new()) for _ in range(250))
    conference = ConferenceId(IDS.new())
    many.append(SignalsSent(conference=conference, signals=signals))
    async with wire.listening() as (_, far):
        for hint in many:
            wire.here.publish([hint])
        last = room()
        wire.here.publish([last])
        await far.until(lambda ears: last in ears.heard)
    assert [hint for hint in far.heard if isinstance(hint, RoomChanged)] == [*many[:-1], last]
    sent = [hint for hint in far.heard if isinstance(hint, SignalsSent)]
    assert {hint.conference for hint in sent} == {conference}
    assert tuple(signal for hint in sent for signal in hint.signals) == signals


async def test_who_listens_no_more_is_told_nothing(wire: Wire) -> None:
    async with wire.listening() as (near, far):
        pass
    after = Ears()
    with wire.there.listen(after):
        await after.until_it_listens()
        wire.here.publish([room()])
        await after.until_heard(1)
    assert near.heard == far.heard == []


async def test_several_listen_at_once(wire: Wire) -> None:
    told = room()
    async with wire.listening() as (_, one), wire.listening() as (_, other):
        wire.here.publish([told])
        assert await one.until_heard(1) == await other.until_heard(1) == [told]


async def test_what_has_changed_is_told_once_it_is_committed_and_not_before(wire: Wire) -> None:
    unit, ada = wire.make_unit(wire.here), account("Ada")
    await keep(unit, ada)
    async with wire.listening() as (near, far):
        async with transaction(unit) as open_one:
            await open_one.accounts.save(replace(ada, full_name="Augusta"))
            first = room()
            wire.here.publish([first])
            await far.until_heard(1)
            assert near.heard == far.heard == [first]
        changed = AccountChanged(account=ada.id)
        assert near.heard == [first, changed]
        assert await far.until_heard(2) == [first, changed]


async def test_of_what_was_rolled_back_nothing_is_told(wire: Wire) -> None:
    unit, ada = wire.make_unit(wire.here), account("Ada")
    await keep(unit, ada)
    async with wire.listening() as (near, far):
        async with transaction(unit, commits=False) as open_one:
            await open_one.accounts.save(replace(ada, full_name="Augusta"))
        last = room()
        wire.here.publish([last])
        assert await far.until_heard(1) == near.heard == [last]


async def test_a_transaction_tells_the_same_thing_once(wire: Wire) -> None:
    unit, ada = wire.make_unit(wire.here), account("Ada")
    await keep(unit, ada)
    async with wire.listening() as (near, _), transaction(unit) as open_one:
        for name in ("Augusta", "Countess"):
            await open_one.accounts.save(replace(ada, full_name=name))
    assert near.heard == [AccountChanged(account=ada.id)]
