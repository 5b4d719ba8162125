from datetime import datetime
from uuid import UUID

import pytest

from tests.support.builders import HOUR, IDS, account
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import transaction, waiting
from tests.support.storage import Storage
from wexstream.domain.model.account import Account
from wexstream.domain.model.errors import KeyReused
from wexstream.ports.persistence import Transaction, UnitOfWork

DIGEST, OTHER_DIGEST = b"\x00" * 32, b"\xff" * 32


@pytest.fixture
async def ada(unit: UnitOfWork) -> Account:
    ada = account()
    await keep(unit, ada)
    return ada


async def claim(
    tx: Transaction,
    owner: Account,
    made: UUID,
    *,
    key: str = "key",
    digest: bytes = DIGEST,
    at: datetime = NOW,
) -> UUID:
    await tx.accounts.hold([owner.id])
    return await tx.keys.claim(owner.id, key, digest=digest, made=made, at=at)


async def test_the_first_claim_is_answered_with_what_it_makes_and_every_later_one_too(
    unit: UnitOfWork, ada: Account
) -> None:
    first, second = IDS.new(), IDS.new()
    assert await unit.run(lambda tx: claim(tx, ada, first)) == first
    assert await unit.run(lambda tx: claim(tx, ada, second)) == first


async def test_a_claim_that_was_rolled_back_was_never_made(unit: UnitOfWork, ada: Account) -> None:
    first, second = IDS.new(), IDS.new()

    async def fail(tx: Transaction) -> None:
        await claim(tx, ada, first)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await unit.run(fail)
    assert await unit.run(lambda tx: claim(tx, ada, second)) == second


async def test_a_key_is_one_accounts_own(unit: UnitOfWork, ada: Account) -> None:
    bob = account()
    await keep(unit, bob)
    first, second = IDS.new(), IDS.new()
    await unit.run(lambda tx: claim(tx, ada, first))
    assert await unit.run(lambda tx: claim(tx, bob, second, digest=OTHER_DIGEST)) == second


async def test_two_keys_of_an_account_have_nothing_to_do_with_each_other(
    unit: UnitOfWork, ada: Account
) -> None:
    first, second = IDS.new(), IDS.new()
    await unit.run(lambda tx: claim(tx, ada, first))
    assert await unit.run(lambda tx: claim(tx, ada, second, key="Key", digest=OTHER_DIGEST)) == second


async def test_a_key_is_refused_for_another_request(unit: UnitOfWork, ada: Account) -> None:
    first = IDS.new()
    await unit.run(lambda tx: claim(tx, ada, first))
    with pytest.raises(KeyReused):
        await unit.run(lambda tx: claim(tx, ada, IDS.new(), digest=OTHER_DIGEST))
    assert await unit.run(lambda tx: claim(tx, ada, IDS.new())) == first


async def test_of_two_at_once_the_second_waits_and_gets_what_the_first_made(
    storage: Storage, ada: Account
) -> None:
    first, second = IDS.new(), IDS.new()
    async with transaction(storage.unit) as open_one:
        assert await claim(open_one, ada, first) == first
        other = await waiting(storage, lambda tx: claim(tx, ada, second))
    assert await other == first


async def test_of_two_at_once_the_second_makes_its_own_when_the_first_is_rolled_back(
    storage: Storage, ada: Account
) -> None:
    first, second = IDS.new(), IDS.new()
    async with transaction(storage.unit, commits=False) as open_one:
        assert await claim(open_one, ada, first) == first
        other = await waiting(storage, lambda tx: claim(tx, ada, second))
    assert await other == second


async def test_claims_noted_before_are_forgotten(unit: UnitOfWork, ada: Account) -> None:
    first, second, third = IDS.new(), IDS.new(), IDS.new()
    await unit.run(lambda tx: claim(tx, ada, first, key="old", at=NOW))
    await unit.run(lambda tx: claim(tx, ada, second, key="new", at=NOW + HOUR))
    await unit.run(lambda tx: tx.keys.purge(before=NOW + HOUR, most=9))
    assert await unit.run(lambda tx: claim(tx, ada, third, key="old")) == third
    assert await unit.run(lambda tx: claim(tx, ada, third, key="new")) == second


async def test_what_was_made_under_a_key_is_found_without_making_anything(
    unit: UnitOfWork, ada: Account
) -> None:
    first = IDS.new()
    assert await unit.run(lambda tx: tx.keys.find(ada.id, "key", digest=DIGEST)) is None
    await unit.run(lambda tx: claim(tx, ada, first))
    assert await unit.run(lambda tx: tx.keys.find(ada.id, "key", digest=DIGEST)) == first
    assert await unit.run(lambda tx: tx.keys.find(ada.id, "Key", digest=DIGEST)) is None
    assert await unit.run(lambda tx: tx.keys.find(account().id, "key", digest=DIGEST)) is None
    with pytest.raises(KeyReused):
        await unit.run(lambda tx: tx.keys.find(ada.id, "key", digest=OTHER_DIGEST))
