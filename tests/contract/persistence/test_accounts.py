from dataclasses import replace

import pytest
from hypothesis import given

from tests.support.builders import HOUR, account, report
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import at_once, transaction, tried, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import accounts
from wexstream.domain.model.account import Account, AccountState, Holders
from wexstream.domain.model.errors import AddressTaken
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.moderation import Evidence
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.repositories.accounts import DUE_MOST


async def find(unit: UnitOfWork, name: AccountId) -> Account | None:
    return await at_once(unit, lambda tx: tx.accounts.find(name))


async def find_by_address(unit: UnitOfWork, address_key: str) -> Account | None:
    return only(await at_once(unit, lambda tx: tx.accounts.find_by_address(address_key)))


async def lock_by_address(tx: Transaction, address_key: str) -> Account | None:
    return only(await tx.accounts.lock_by_address(address_key))


def applicant(email: str) -> Account:
    return account(state=AccountState.UNVERIFIED, email=email)


def only(held: Holders) -> Account | None:
    assert held.owner is None or held.applicant is None
    return held.owner or held.applicant


async def save(unit: UnitOfWork, changed: Account) -> None:
    async def work(tx: Transaction) -> None:
        await tx.accounts.lock([changed.id])
        await tx.accounts.save(changed)

    await unit.run(work)


async def lock_and_rename(tx: Transaction, known: Account, name: str) -> None:
    locked = await tx.accounts.lock([known.id])
    await tx.accounts.save(replace(locked[known.id], full_name=name))


class TestReading:
    @few
    @given(any_account=accounts())
    async def test_an_account_is_read_as_it_was_added(self, unit: UnitOfWork, any_account: Account) -> None:
        async def work(tx: Transaction) -> list[Account | None]:
            await tx.accounts.add(any_account)
            return [
                await tx.accounts.find(any_account.id),
                only(await tx.accounts.find_by_address(any_account.address_key)),
                (await tx.accounts.hold([any_account.id]))[any_account.id],
                (await tx.accounts.lock([any_account.id]))[any_account.id],
                await lock_by_address(tx, any_account.address_key),
            ]

        assert await tried(unit, work) == [any_account] * 5

    async def test_whether_anybody_is_registered_is_known(self, unit: UnitOfWork) -> None:
        assert not await at_once(unit, lambda tx: tx.accounts.any_exists())
        await keep(unit, account())
        assert await at_once(unit, lambda tx: tx.accounts.any_exists())

    @few
    @given(before=accounts(), after=accounts())
    async def test_an_account_is_read_as_it_was_saved(
        self, unit: UnitOfWork, before: Account, after: Account
    ) -> None:
        changed = replace(after, id=before.id)

        async def work(tx: Transaction) -> list[Account | None]:
            await tx.accounts.add(before)
            await tx.accounts.save(changed)
            return [
                await tx.accounts.find(before.id),
                only(await tx.accounts.find_by_address(changed.address_key)),
                None
                if before.address_key == changed.address_key
                else only(await tx.accounts.find_by_address(before.address_key)),
            ]

        assert await tried(unit, work) == [changed, changed, None]

    async def test_nobody_is_found_by_an_id_or_an_address_that_nobody_has(self, unit: UnitOfWork) -> None:
        await keep(unit, account())
        nobody = account()
        assert await find(unit, nobody.id) is None
        assert await find_by_address(unit, nobody.address_key) is None

    async def test_an_account_is_found_by_the_key_of_its_address(self, unit: UnitOfWork) -> None:
        ada = account(email="Ada@Example.org")
        await keep(unit, ada)
        assert await find_by_address(unit, "ada@example.org") == ada

    async def test_reading_waits_for_no_lock(self, unit: UnitOfWork) -> None:
        ada = account()
        await keep(unit, ada)
        async with transaction(unit) as open_one:
            await lock_by_address(open_one, ada.address_key)
            assert await find(unit, ada.id) == ada
            assert await find_by_address(unit, ada.address_key) == ada

    async def test_other_moderators_are_those_who_are_active(self, unit: UnitOfWork) -> None:
        mo, tom = account(moderator=True), account(moderator=True)
        shut_out = account(moderator=True, state=AccountState.SUSPENDED)
        await keep(unit, mo, tom, shut_out, account())
        assert await unit.run(lambda tx: tx.accounts.has_moderator_besides(mo.id))
        assert not await unit.run(lambda tx: tx.accounts.has_moderator_besides(mo.id, tom.id))

    async def test_a_picture_is_shown_by_whoever_has_it(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        hers, evident = PictureId(ada.id), PictureId(bob.id)
        case = replace(report(ada, bob), evidence=Evidence(name="Bob", picture=evident))
        await keep(unit, ada.with_picture(hers), bob, case)
        assert await unit.run(lambda tx: tx.accounts.shows(hers))
        assert not await unit.run(lambda tx: tx.accounts.shows(evident))


class TestDueBack:
    async def test_are_those_whose_time_has_come(self, unit: UnitOfWork) -> None:
        early, due, late, for_good = [account() for _ in range(4)]
        await keep(unit, early.suspend(at=NOW, until=NOW - HOUR), due.suspend(at=NOW, until=NOW))
        await keep(unit, late.suspend(at=NOW, until=NOW + HOUR), for_good.suspend(at=NOW), account())
        await keep(unit, replace(account(), suspended_until=NOW))
        assert set(await unit.run(lambda tx: tx.accounts.due_back(at=NOW))) == {early.id, due.id}

    async def test_are_not_all_named_at_once(self, unit: UnitOfWork) -> None:
        await keep(unit, *(account().suspend(at=NOW, until=NOW) for _ in range(DUE_MOST + 1)))
        assert len(await unit.run(lambda tx: tx.accounts.due_back(at=NOW))) == DUE_MOST


class TestHolding:
    async def test_those_that_exist_are_held(self, unit: UnitOfWork) -> None:
        ada, bob, nobody = account(), account(), account()
        await keep(unit, ada, bob)
        held = await unit.run(lambda tx: tx.accounts.hold([bob.id, nobody.id, ada.id, ada.id]))
        assert held == {ada.id: ada, bob.id: bob}

    async def test_nobody_is_held_where_nobody_is_named(self, unit: UnitOfWork) -> None:
        await keep(unit, account())
        assert await unit.run(lambda tx: tx.accounts.hold([])) == {}

    async def test_several_may_hold_the_same(self, unit: UnitOfWork) -> None:
        ada = account()
        await keep(unit, ada)
        async with transaction(unit) as one, transaction(unit) as other:
            await one.accounts.hold([ada.id])
            await other.accounts.hold([ada.id])
            assert await at_once(unit, lambda tx: tx.accounts.hold([ada.id])) == {ada.id: ada}

    async def test_what_is_held_is_not_changed(self, storage: Storage) -> None:
        ada = account("Ada")
        await keep(storage.unit, ada)
        async with transaction(storage.unit) as open_one:
            await open_one.accounts.hold([ada.id])
            change = await waiting(storage, lambda tx: lock_and_rename(tx, ada, "Augusta"))
            assert await open_one.accounts.find(ada.id) == ada
        await change
        assert await find(storage.unit, ada.id) == replace(ada, full_name="Augusta")

    async def test_what_is_held_is_not_erased(self, storage: Storage) -> None:
        ada = account()
        await keep(storage.unit, ada)

        async def erase(tx: Transaction) -> None:
            await tx.accounts.lock([ada.id])
            await tx.accounts.erase(ada.id)

        async with transaction(storage.unit) as open_one:
            await open_one.accounts.hold([ada.id])
            erasure = await waiting(storage, erase)
            assert await open_one.accounts.find(ada.id) == ada
        await erasure
        assert await find(storage.unit, ada.id) is None


class TestLocking:
    async def test_those_that_exist_are_locked(self, unit: UnitOfWork) -> None:
        ada, bob, nobody = account(), account(), account()
        await keep(unit, ada, bob)
        locked = await unit.run(lambda tx: tx.accounts.lock([bob.id, nobody.id, ada.id, ada.id]))
        assert locked == {ada.id: ada, bob.id: bob}

    async def test_nobody_is_locked_where_nobody_is_named(self, unit: UnitOfWork) -> None:
        await keep(unit, account())
        assert await unit.run(lambda tx: tx.accounts.lock([])) == {}

    async def test_what_is_locked_is_held_by_nobody_else(self, storage: Storage) -> None:
        ada = account("Ada")
        await keep(storage.unit, ada)
        async with transaction(storage.unit) as open_one:
            await lock_and_rename(open_one, ada, "Augusta")
            holding = await waiting(storage, lambda tx: tx.accounts.hold([ada.id]))
        assert await holding == {ada.id: replace(ada, full_name="Augusta")}

    async def test_what_is_locked_is_locked_by_nobody_else(self, storage: Storage) -> None:
        ada = account("Ada")
        await keep(storage.unit, ada)
        async with transaction(storage.unit) as open_one:
            await lock_and_rename(open_one, ada, "Augusta")
            locking = await waiting(storage, lambda tx: tx.accounts.lock([ada.id]))
        assert await locking == {ada.id: replace(ada, full_name="Augusta")}

    async def test_who_waited_for_one_that_was_erased_gets_nobody(self, storage: Storage) -> None:
        ada, bob = account(), account()
        await keep(storage.unit, ada, bob)
        async with transaction(storage.unit) as open_one:
            await open_one.accounts.lock([ada.id])
            await open_one.accounts.erase(ada.id)
            holding = await waiting(storage, lambda tx: tx.accounts.hold([ada.id, bob.id]))
        assert await holding == {bob.id: bob}

    async def test_accounts_are_locked_by_id_in_whatever_order_they_are_named(self, storage: Storage) -> None:
        ada, bob, eve = account(), account(), account()
        await keep(storage.unit, ada, bob, eve)
        async with transaction(storage.unit) as open_one:
            await open_one.accounts.lock([bob.id])
            both = await waiting(storage, lambda tx: tx.accounts.lock([bob.id, ada.id]))
            first = await waiting(storage, lambda tx: tx.accounts.lock([ada.id]), already=1)
        assert await both == {ada.id: ada, bob.id: bob}
        assert await first == {ada.id: ada}


class TestLockingAddresses:
    async def test_the_account_of_an_address_is_locked_with_it(self, storage: Storage) -> None:
        ada = account()
        await keep(storage.unit, ada)
        async with transaction(storage.unit) as open_one:
            assert await lock_by_address(open_one, ada.address_key) == ada
            by_id = await waiting(storage, lambda tx: tx.accounts.hold([ada.id]))
        assert await by_id == {ada.id: ada}

    async def test_an_address_that_nobody_has_is_locked(self, storage: Storage) -> None:
        ada = account()

        async with transaction(storage.unit) as open_one:
            assert await lock_by_address(open_one, ada.address_key) is None
            second = await waiting(storage, lambda tx: lock_by_address(tx, ada.address_key))
            await open_one.accounts.add(ada)
        assert await second == ada

    async def test_an_address_that_stays_free_is_free_for_the_next(self, storage: Storage) -> None:
        ada = account()
        async with transaction(storage.unit) as open_one:
            assert await lock_by_address(open_one, ada.address_key) is None
            second = await waiting(storage, lambda tx: lock_by_address(tx, ada.address_key))
        assert await second is None

    async def test_who_waited_for_an_address_finds_who_moved_there(self, storage: Storage) -> None:
        ada = account()
        moved = replace(ada, email="new@example.org")
        await keep(storage.unit, ada)
        async with transaction(storage.unit) as open_one:
            assert await lock_by_address(open_one, moved.address_key) is None
            await open_one.accounts.lock([ada.id])
            second = await waiting(storage, lambda tx: lock_by_address(tx, moved.address_key))
            await open_one.accounts.save(moved)
        assert await second == moved

    async def test_who_waited_for_an_address_finds_nobody_who_moved_away(self, storage: Storage) -> None:
        ada = account()
        moved = replace(ada, email="new@example.org")
        await keep(storage.unit, ada)
        async with transaction(storage.unit) as open_one:
            await open_one.accounts.lock([ada.id])
            second = await waiting(storage, lambda tx: lock_by_address(tx, ada.address_key))
            await open_one.accounts.save(moved)
        assert await second is None


class TestAddresses:
    async def test_an_address_belongs_to_one_account_however_it_is_written(self, unit: UnitOfWork) -> None:
        ada, other = account(email="ada@example.org"), account(email="ADA@example.org")
        await keep(unit, ada)
        with pytest.raises(AddressTaken):
            await keep(unit, other)
        assert await find(unit, other.id) is None
        assert await find_by_address(unit, ada.address_key) == ada

    async def test_beside_its_owner_an_address_has_one_applicant(self, unit: UnitOfWork) -> None:
        owner, impostor = account(email="ada@example.org"), applicant("ADA@example.org")
        await keep(unit, owner, impostor)
        both = Holders(owner=owner, applicant=impostor)
        assert await at_once(unit, lambda tx: tx.accounts.find_by_address("ada@example.org")) == both
        assert await at_once(unit, lambda tx: tx.accounts.lock_by_address("ada@example.org")) == both
        with pytest.raises(AddressTaken):
            await keep(unit, applicant("ada@example.org"))

    async def test_an_applicant_does_not_become_the_second_owner(self, unit: UnitOfWork) -> None:
        owner, impostor = account(email="ada@example.org"), applicant("ada@example.org")
        await keep(unit, owner, impostor)
        with pytest.raises(AddressTaken):
            await save(unit, replace(impostor, state=AccountState.ACTIVE, verified_at=NOW))
        assert await find(unit, impostor.id) == impostor

    async def test_nobody_moves_to_the_address_of_another(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        await keep(unit, ada, bob)
        with pytest.raises(AddressTaken):
            await save(unit, replace(bob, email=ada.email.upper()))
        assert await find(unit, bob.id) == bob

    async def test_saving_with_the_same_address_is_no_clash(self, unit: UnitOfWork) -> None:
        ada = account()
        await keep(unit, ada)
        renamed = replace(ada, full_name="Augusta", email=ada.email.upper())
        await save(unit, renamed)
        assert await find(unit, ada.id) == renamed

    async def test_of_two_who_add_an_address_at_once_the_second_waits_and_is_refused(
        self, storage: Storage
    ) -> None:
        ada, other = account(email="ada@example.org"), account(email="ada@example.org")
        async with transaction(storage.unit) as open_one:
            await open_one.accounts.add(ada)
            second = await waiting(storage, lambda tx: tx.accounts.add(other))
        with pytest.raises(AddressTaken):
            await second
        assert await find_by_address(storage.unit, "ada@example.org") == ada

    async def test_an_address_that_somebody_left_is_free(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        await keep(unit, ada, bob)
        await save(unit, replace(ada, email="new@example.org"))
        await save(unit, replace(bob, email=ada.email))
        assert await find_by_address(unit, ada.address_key) == replace(bob, email=ada.email)

    async def test_the_address_of_an_erased_account_is_free(self, unit: UnitOfWork) -> None:
        ada = account()
        again = account(email=ada.email)
        await keep(unit, ada)

        async def work(tx: Transaction) -> None:
            await tx.accounts.lock([ada.id])
            await tx.accounts.erase(ada.id)
            await tx.accounts.add(again)

        await unit.run(work)
        assert await find_by_address(unit, ada.address_key) == again
