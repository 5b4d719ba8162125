from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from tests.support.builders import account, asked, blocked, connected
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import at_once, transaction, tried, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import relations
from wexstream.domain.model.account import Account, AccountState, MailChoices
from wexstream.domain.model.errors import OwnAccount
from wexstream.domain.model.relation import Relation, pair, strangers
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA, BOB = account("Ada"), account("Bob")
MOMENT = timedelta(microseconds=1)


async def find(unit: UnitOfWork, one: Account, other: Account) -> Relation:
    return await at_once(unit, lambda tx: tx.relations.find(one.id, other.id))


async def ask(tx: Transaction, one: Account, other: Account) -> Relation:
    before = (await tx.relations.lock(one.id, [other.id]))[other.id]
    after, _ = before.ask(one.id, at=NOW)
    await tx.relations.save(after)
    return after


class TestReading:
    async def test_two_without_anything_between_them_are_strangers(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        await keep(unit, ada, bob)
        assert await find(unit, ada, bob) == strangers(ada.id, bob.id)

    async def test_it_is_the_same_seen_from_either_side(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        relation = asked(bob, ada)
        await keep(unit, ada, bob, relation)
        assert await find(unit, ada, bob) == await find(unit, bob, ada) == relation

    async def test_nobody_has_a_relation_to_himself(self, unit: UnitOfWork) -> None:
        ada = account()
        await keep(unit, ada)
        with pytest.raises(OwnAccount):
            await find(unit, ada, ada)

    @few
    @given(any_relation=relations(*pair(ADA.id, BOB.id)))
    async def test_a_relation_is_read_as_it_was_saved(self, unit: UnitOfWork, any_relation: Relation) -> None:
        async def work(tx: Transaction) -> list[Relation]:
            await tx.accounts.add(ADA)
            await tx.accounts.add(BOB)
            await tx.relations.lock(BOB.id, [ADA.id])
            await tx.relations.save(any_relation)
            return [
                await tx.relations.find(ADA.id, BOB.id),
                (await tx.relations.lock(ADA.id, [BOB.id]))[BOB.id],
            ]

        assert await tried(unit, work) == [any_relation, any_relation]

    async def test_reading_waits_for_no_lock(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        await keep(unit, ada, bob)
        async with transaction(unit) as open_one:
            await ask(open_one, ada, bob)
            assert await find(unit, ada, bob) == strangers(ada.id, bob.id)
        assert await find(unit, ada, bob) == asked(ada, bob)


class TestLocking:
    async def test_those_missing_are_made_and_those_there_are_read(self, unit: UnitOfWork) -> None:
        ada, bob, eve = account(), account(), account()
        await keep(unit, ada, bob, eve, connected(bob, eve))
        locked = await unit.run(lambda tx: tx.relations.lock(bob.id, [eve.id, ada.id, eve.id]))
        assert locked == {ada.id: strangers(ada.id, bob.id), eve.id: connected(bob, eve)}

    async def test_who_does_not_exist_is_left_out(self, unit: UnitOfWork) -> None:
        ada, bob, nobody = account(), account(), account()
        await keep(unit, ada, bob)
        locked = await unit.run(lambda tx: tx.relations.lock(ada.id, [nobody.id, bob.id]))
        assert locked == {bob.id: strangers(ada.id, bob.id)}

    @pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.UNVERIFIED])
    async def test_who_is_not_active_is_left_out_where_there_is_no_row(
        self, unit: UnitOfWork, state: AccountState
    ) -> None:
        ada, bob, known, unknown = account(), account(), account(state=state), account(state=state)
        await keep(unit, ada, bob, known, unknown, connected(ada, known))
        others = [bob.id, known.id, unknown.id]
        for _ in range(2):
            locked = await unit.run(lambda tx: tx.relations.lock(ada.id, others))
            assert locked == {bob.id: strangers(ada.id, bob.id), known.id: connected(ada, known)}
        assert await unit.run(lambda tx: tx.relations.lock(unknown.id, [ada.id])) == {}

    async def test_none_is_locked_where_nobody_is_named(self, unit: UnitOfWork) -> None:
        ada = account()
        await keep(unit, ada)
        assert await unit.run(lambda tx: tx.relations.lock(ada.id, [])) == {}

    async def test_a_pair_is_locked_from_either_side(self, storage: Storage) -> None:
        ada, bob = account(), account()
        await keep(storage.unit, ada, bob, strangers(ada.id, bob.id))
        async with transaction(storage.unit) as open_one:
            await ask(open_one, ada, bob)
            second = await waiting(storage, lambda tx: tx.relations.lock(bob.id, [ada.id]))
        assert await second == {ada.id: asked(ada, bob)}

    async def test_a_pair_without_a_row_is_locked_by_one_of_two(self, storage: Storage) -> None:
        ada, bob = account(), account()
        await keep(storage.unit, ada, bob)
        async with transaction(storage.unit) as open_one:
            await ask(open_one, ada, bob)
            second = await waiting(storage, lambda tx: ask(tx, bob, ada))
        answered, _ = asked(ada, bob).ask(bob.id, at=NOW)
        assert await second == answered
        assert await find(storage.unit, ada, bob) == answered

    async def test_a_pair_whose_row_was_not_kept_is_locked_by_the_next(self, storage: Storage) -> None:
        ada, bob = account(), account()
        await keep(storage.unit, ada, bob)
        async with transaction(storage.unit, commits=False) as open_one:
            await ask(open_one, ada, bob)
            second = await waiting(storage, lambda tx: ask(tx, bob, ada))
        assert await second == asked(bob, ada)

    async def test_pairs_are_locked_in_one_order_however_they_are_named(self, storage: Storage) -> None:
        ada, bob, eve = account(), account(), account()
        await keep(storage.unit, ada, bob, eve, strangers(ada.id, bob.id), strangers(ada.id, eve.id))
        async with transaction(storage.unit) as open_one:
            await open_one.relations.lock(ada.id, [eve.id])
            both = await waiting(storage, lambda tx: tx.relations.lock(ada.id, [eve.id, bob.id]))
            first = await waiting(storage, lambda tx: tx.relations.lock(ada.id, [bob.id]), already=1)
        assert (await both).keys() == {bob.id, eve.id}
        assert (await first).keys() == {bob.id}


class TestConnectedAmong:
    async def test_they_are_those_who_were_named_and_are_connected(self, unit: UnitOfWork) -> None:
        ada, bob, eve, kim, lou, max_ = (account() for _ in range(6))
        await keep(unit, ada, bob, eve, kim, lou, max_)
        await keep(unit, connected(ada, bob), connected(eve, ada), connected(ada, max_))
        await keep(unit, asked(ada, kim), blocked(lou, ada), connected(eve, kim))
        named = [bob.id, eve.id, kim.id, lou.id, account().id]
        found = await unit.run(lambda tx: tx.relations.connected_among(ada.id, named))
        assert found == {bob.id, eve.id}

    async def test_nobody_is_connected_among_nobody(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        await keep(unit, ada, bob, connected(ada, bob))
        assert await unit.run(lambda tx: tx.relations.connected_among(ada.id, [])) == set()

    async def test_asking_waits_for_no_lock(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        await keep(unit, ada, bob, connected(ada, bob))
        async with transaction(unit) as open_one:
            await open_one.relations.lock(ada.id, [bob.id])
            found = await at_once(unit, lambda tx: tx.relations.connected_among(ada.id, [bob.id]))
        assert found == {bob.id}


class TestEntitled:
    async def test_those_connected_since_then_or_longer_are_with_the_mails_they_want(
        self, unit: UnitOfWork
    ) -> None:
        wants = MailChoices(requests=False, approvals=True, messages=False, live=True, finished=True)
        ada, since, longer, later = account(), replace(account(), mail=wants), account(), account()
        await keep(unit, ada, since, longer, later)
        await keep(unit, connected(ada, since, since=NOW), connected(longer, ada, since=NOW - MOMENT))
        await keep(unit, connected(ada, later, since=NOW + MOMENT))
        found = await unit.run(lambda tx: tx.relations.hold_entitled(ada.id, since=NOW))
        assert found == {since.id: wants, longer.id: longer.mail}

    async def test_who_is_not_active_or_not_connected_is_not(self, unit: UnitOfWork) -> None:
        ada, asker, asked_one, blocker, stranger = (account() for _ in range(5))
        suspended = account(state=AccountState.SUSPENDED)
        unverified = account(state=AccountState.UNVERIFIED)
        await keep(unit, ada, asker, asked_one, blocker, stranger, suspended, unverified)
        await keep(unit, connected(ada, suspended), connected(ada, unverified), connected(asker, blocker))
        await keep(unit, asked(asker, ada), asked(ada, asked_one), blocked(blocker, ada))
        assert await unit.run(lambda tx: tx.relations.hold_entitled(ada.id, since=NOW)) == {}

    @pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.UNVERIFIED])
    async def test_nobody_is_when_the_one_is_not_active(self, unit: UnitOfWork, state: AccountState) -> None:
        ada, bob = account(state=state), account()
        await keep(unit, ada, bob, connected(ada, bob))
        assert await unit.run(lambda tx: tx.relations.hold_entitled(ada.id, since=NOW)) == {}

    async def test_nobody_is_when_the_one_is_gone(self, unit: UnitOfWork) -> None:
        assert await unit.run(lambda tx: tx.relations.hold_entitled(account().id, since=NOW)) == {}

    async def test_they_and_the_one_are_held(self, storage: Storage) -> None:
        ada, bob = account(), account()
        await keep(storage.unit, ada, bob, connected(ada, bob))
        async with transaction(storage.unit) as open_one:
            await open_one.relations.hold_entitled(ada.id, since=NOW)
            assert await at_once(storage.unit, lambda tx: tx.accounts.hold([ada.id, bob.id]))
            of_the_one = await waiting(storage, lambda tx: tx.accounts.lock([ada.id]))
            of_another = await waiting(storage, lambda tx: tx.accounts.lock([bob.id]), already=1)
        assert await of_the_one == {ada.id: ada}
        assert await of_another == {bob.id: bob}

    async def test_their_relations_are_kept_from_changing(self, storage: Storage) -> None:
        ada, bob = account(), account()
        relation = connected(ada, bob)
        await keep(storage.unit, ada, bob, relation)

        async def part(tx: Transaction) -> None:
            locked = await tx.relations.lock(bob.id, [ada.id])
            apart, _ = locked[ada.id].part(bob.id, at=NOW)
            await tx.relations.save(apart)

        async with transaction(storage.unit) as open_one:
            await open_one.relations.hold_entitled(ada.id, since=NOW)
            parting = await waiting(storage, part)
            assert await open_one.relations.find(ada.id, bob.id) == relation
        await parting
        assert await find(storage.unit, ada, bob) == strangers(ada.id, bob.id)
