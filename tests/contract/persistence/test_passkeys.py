from dataclasses import replace

import pytest
from hypothesis import given

from tests.support.builders import HOUR, account, passkey
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.strategies import passkeys
from wexstream.domain.model.account import Account
from wexstream.domain.model.errors import PasskeyKnown
from wexstream.domain.model.passkey import Passkey
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA = account()


@pytest.fixture
async def ada(unit: UnitOfWork) -> Account:
    ada = account()
    await keep(unit, ada)
    return ada


async def find(unit: UnitOfWork, one: Passkey) -> Passkey | None:
    return await unit.run(lambda tx: tx.passkeys.find(one.credential))


@few
@given(any_passkey=passkeys(ADA.id))
async def test_a_passkey_is_read_as_it_was_added(unit: UnitOfWork, any_passkey: Passkey) -> None:
    async def work(tx: Transaction) -> list[Passkey | None]:
        await tx.accounts.add(ADA)
        await tx.passkeys.add(any_passkey)
        found = await tx.passkeys.find(any_passkey.credential)
        return [found, *await tx.passkeys.of(ADA.id)]

    assert await tried(unit, work) == [any_passkey, any_passkey]


async def test_an_accounts_are_listed_first_made_first(unit: UnitOfWork, ada: Account) -> None:
    bob = account("Bob")
    late, early = passkey(ada, created_at=NOW + HOUR), passkey(ada)
    await keep(unit, bob, late, early, passkey(bob))
    assert list(await unit.run(lambda tx: tx.passkeys.of(ada.id))) == [early, late]


async def test_devices_call_one_passkey_so(unit: UnitOfWork, ada: Account) -> None:
    bob = account("Bob")
    kept = passkey(ada)
    await keep(unit, bob, kept)
    for owner in (ada, bob):
        with pytest.raises(PasskeyKnown):
            await keep(unit, replace(passkey(owner), credential=kept.credential))
    assert await find(unit, kept) == kept
    assert await find(unit, passkey(ada)) is None


async def test_a_change_is_kept_of_one_that_is_there_alone(unit: UnitOfWork, ada: Account) -> None:
    kept, other = passkey(ada), passkey(ada)
    await keep(unit, kept)
    used = replace(kept, sign_count=9, used_at=NOW)
    await unit.run(lambda tx: tx.passkeys.save(used))
    await unit.run(lambda tx: tx.passkeys.save(other))
    assert await find(unit, kept) == used
    assert await find(unit, other) is None


async def test_removing_takes_one_and_no_other(unit: UnitOfWork, ada: Account) -> None:
    gone, stays = passkey(ada), passkey(ada)
    await keep(unit, gone, stays)
    for _ in range(2):
        await unit.run(lambda tx: tx.passkeys.remove(gone.id))
    assert await find(unit, gone) is None
    assert await find(unit, stays) == stays
