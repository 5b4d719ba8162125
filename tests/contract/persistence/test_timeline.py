from dataclasses import replace

import pytest

from tests.support.builders import account, conference, connected
from tests.support.keeping import keep, put_on_timelines
from tests.support.overlap import at_once, transaction, tried, waiting
from tests.support.storage import Storage
from wexstream.domain.model.account import Account, AccountState, MailChoices
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId
from wexstream.ports.persistence import Transaction, UnitOfWork


@pytest.fixture
async def bob(unit: UnitOfWork, ada: Account) -> Account:
    bob = account("Bob")
    await keep(unit, bob, connected(ada, bob))
    return bob


@pytest.fixture
async def eve(unit: UnitOfWork, ada: Account) -> Account:
    eve = account("Eve")
    await keep(unit, eve, connected(ada, eve))
    return eve


@pytest.fixture
async def broadcast(unit: UnitOfWork, ada: Account) -> Conference:
    broadcast = conference(ada)
    await keep(unit, broadcast)
    return broadcast


async def sees(unit: UnitOfWork, owner: Account, broadcast: Conference) -> bool:
    return await tried(unit, lambda tx: tx.timeline.remove(owner.id, broadcast.id))


async def remove(unit: UnitOfWork, owner: Account, broadcast: Conference) -> bool:
    return await unit.run(lambda tx: tx.timeline.remove(owner.id, broadcast.id))


async def audience(unit: UnitOfWork, broadcast: Conference) -> set[AccountId]:
    return set(await unit.run(lambda tx: tx.timeline.hold_audience(broadcast.id)))


async def change(unit: UnitOfWork, changed: Account) -> None:
    async def work(tx: Transaction) -> None:
        await tx.accounts.lock([changed.id])
        await tx.accounts.save(changed)

    await unit.run(work)


class TestAdding:
    async def test_a_broadcast_is_seen_by_those_whom_it_reached(
        self, unit: UnitOfWork, bob: Account, eve: Account, broadcast: Conference
    ) -> None:
        assert not await sees(unit, bob, broadcast)
        await put_on_timelines(unit, broadcast, [bob])
        assert await sees(unit, bob, broadcast)
        assert not await sees(unit, eve, broadcast)

    async def test_where_it_is_already_nothing_happens(
        self, storage: Storage, bob: Account, eve: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(storage.unit, broadcast, [bob])
        await put_on_timelines(storage.unit, broadcast, [bob, eve, eve])
        await remove(storage.unit, bob, broadcast)
        assert not await sees(storage.unit, bob, broadcast)
        assert await sees(storage.unit, eve, broadcast)

    async def test_where_its_owner_removed_it_it_does_not_come_back(
        self, unit: UnitOfWork, bob: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(unit, broadcast, [bob])
        await remove(unit, bob, broadcast)
        await put_on_timelines(unit, broadcast, [bob])
        assert not await sees(unit, bob, broadcast)

    async def test_it_reaches_nobody_where_nobody_is_named(
        self, unit: UnitOfWork, broadcast: Conference
    ) -> None:
        await put_on_timelines(unit, broadcast, [])
        assert await audience(unit, broadcast) == set()


class TestRemoving:
    async def test_it_was_there_the_first_time_only(
        self, unit: UnitOfWork, bob: Account, eve: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(unit, broadcast, [bob, eve])
        assert await remove(unit, bob, broadcast)
        assert not await remove(unit, bob, broadcast)
        assert await sees(unit, eve, broadcast)

    async def test_there_is_nothing_to_remove_where_nothing_came(
        self, unit: UnitOfWork, ada: Account, bob: Account, broadcast: Conference
    ) -> None:
        assert not await remove(unit, bob, broadcast)
        assert not await remove(unit, bob, conference(ada))

    async def test_what_its_owner_may_not_see_now_is_left_where_it_is(
        self, unit: UnitOfWork, ada: Account, bob: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(unit, broadcast, [bob])
        await change(unit, replace(ada, state=AccountState.SUSPENDED))
        assert not await remove(unit, bob, broadcast)
        await change(unit, ada)
        assert await remove(unit, bob, broadcast)


class TestAudience:
    async def test_it_is_whom_a_broadcast_reached_with_the_mails_they_want(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account, broadcast: Conference
    ) -> None:
        wants = MailChoices(requests=False, approvals=True, messages=False, live=True, finished=True)
        other = conference(ada)
        await keep(unit, other)
        await change(unit, replace(bob, mail=wants))
        await put_on_timelines(unit, broadcast, [bob])
        await put_on_timelines(unit, other, [bob, eve])
        found = await unit.run(lambda tx: tx.timeline.hold_audience(broadcast.id))
        assert found == {bob.id: wants}

    async def test_who_removed_it_from_the_own_timeline_belongs_to_it(
        self, unit: UnitOfWork, bob: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(unit, broadcast, [bob])
        await remove(unit, bob, broadcast)
        assert await audience(unit, broadcast) == {bob.id}

    async def test_who_is_not_active_does_not(
        self, unit: UnitOfWork, bob: Account, eve: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(unit, broadcast, [bob, eve])
        await change(unit, replace(bob, state=AccountState.SUSPENDED))
        assert await audience(unit, broadcast) == {eve.id}

    async def test_it_is_nobody_when_the_speaker_is_not_active(
        self, unit: UnitOfWork, ada: Account, bob: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(unit, broadcast, [bob])
        await change(unit, replace(ada, state=AccountState.SUSPENDED))
        assert await audience(unit, broadcast) == set()

    async def test_it_is_nobody_when_the_conference_is_gone(self, unit: UnitOfWork, ada: Account) -> None:
        assert await audience(unit, conference(ada)) == set()

    async def test_they_and_the_speaker_are_held(
        self, storage: Storage, ada: Account, bob: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(storage.unit, broadcast, [bob])
        async with transaction(storage.unit) as open_one:
            await open_one.timeline.hold_audience(broadcast.id)
            assert await at_once(storage.unit, lambda tx: tx.accounts.hold([ada.id, bob.id]))
            of_speaker = await waiting(storage, lambda tx: tx.accounts.lock([ada.id]))
            of_audience = await waiting(storage, lambda tx: tx.accounts.lock([bob.id]), already=1)
        assert await of_speaker == {ada.id: ada}
        assert await of_audience == {bob.id: bob}

    async def test_their_rows_are_held(
        self, storage: Storage, ada: Account, bob: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(storage.unit, broadcast, [bob])
        async with transaction(storage.unit) as open_one:
            await open_one.timeline.hold_audience(broadcast.id)
            severing = await waiting(storage, lambda tx: tx.timeline.sever(ada.id, bob.id))
            assert await open_one.timeline.hold_audience(broadcast.id) == {bob.id: bob.mail}
        await severing
        assert await audience(storage.unit, broadcast) == set()


class TestSevering:
    async def test_each_loses_what_came_from_the_other_and_nothing_else(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account, broadcast: Conference
    ) -> None:
        of_bob, of_eve = conference(bob), conference(eve)
        await keep(unit, connected(bob, eve), of_bob, of_eve)
        await put_on_timelines(unit, broadcast, [bob, eve])
        await put_on_timelines(unit, of_bob, [ada, eve])
        await put_on_timelines(unit, of_eve, [ada, bob])
        await unit.run(lambda tx: tx.timeline.sever(bob.id, ada.id))
        assert await audience(unit, broadcast) == {eve.id}
        assert await audience(unit, of_bob) == {eve.id}
        assert await audience(unit, of_eve) == {ada.id, bob.id}

    async def test_rows_that_their_owner_removed_go_too(
        self, unit: UnitOfWork, ada: Account, bob: Account, broadcast: Conference
    ) -> None:
        await put_on_timelines(unit, broadcast, [bob])
        await remove(unit, bob, broadcast)
        await unit.run(lambda tx: tx.timeline.sever(ada.id, bob.id))
        assert await audience(unit, broadcast) == set()
