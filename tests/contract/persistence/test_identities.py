from dataclasses import replace

import pytest
from hypothesis import given

from tests.support.builders import HOUR, account, identity
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.strategies import identities
from wexstream.domain.model.account import Account
from wexstream.domain.model.errors import IdentityTaken
from wexstream.domain.model.identity import Identity, Provider
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA = account()


@pytest.fixture
async def ada(unit: UnitOfWork) -> Account:
    ada = account()
    await keep(unit, ada)
    return ada


async def find(unit: UnitOfWork, one: Identity) -> Identity | None:
    return await unit.run(lambda tx: tx.identities.find(one.issuer, one.subject))


@few
@given(any_identity=identities(ADA.id))
async def test_an_identity_is_read_as_it_was_added(unit: UnitOfWork, any_identity: Identity) -> None:
    async def work(tx: Transaction) -> list[Identity | None]:
        await tx.accounts.add(ADA)
        await tx.identities.add(any_identity)
        found = await tx.identities.find(any_identity.issuer, any_identity.subject)
        return [found, *await tx.identities.of(ADA.id)]

    assert await tried(unit, work) == [any_identity, any_identity]


async def test_a_subject_is_somebody_at_its_issuer_alone(unit: UnitOfWork, ada: Account) -> None:
    kept = identity(ada)
    await keep(unit, kept)
    assert await find(unit, replace(kept, issuer="https://elsewhere.example.org")) is None
    assert await find(unit, replace(kept, subject=kept.subject.upper() + "x")) is None
    assert await find(unit, replace(kept, subject="\0")) is None


async def test_an_identity_is_one_accounts_and_of_one_issuer_an_account_has_one(
    unit: UnitOfWork, ada: Account
) -> None:
    bob = account("Bob")
    kept = identity(ada)
    await keep(unit, bob, kept)
    for other in (replace(kept, account=bob.id), replace(kept, subject="another")):
        with pytest.raises(IdentityTaken):
            await keep(unit, other)
    await keep(unit, replace(kept, account=bob.id, subject="another"))
    assert await find(unit, kept) == kept


async def test_an_accounts_are_listed_first_linked_first(unit: UnitOfWork, ada: Account) -> None:
    late = replace(identity(ada), linked_at=NOW + HOUR)
    early = identity(ada, issuer="https://accounts.google.com")
    bob = account("Bob")
    await keep(unit, bob, identity(bob), late, early)
    assert list(await unit.run(lambda tx: tx.identities.of(ada.id))) == [early, late]


async def test_removing_takes_all_that_an_account_has_at_a_provider_and_no_others(
    unit: UnitOfWork, ada: Account
) -> None:
    bob = account("Bob")
    gone, former = identity(ada), identity(ada, issuer="https://former.example.org")
    other, of_bob = replace(identity(ada, issuer="https://g"), provider=Provider.GOOGLE), identity(bob)
    await keep(unit, bob, gone, former, other, of_bob)
    for _ in range(2):
        await unit.run(lambda tx: tx.identities.remove(ada.id, Provider.OIDC))
        assert [await find(unit, one) for one in (gone, former, other, of_bob)] == [None, None, other, of_bob]
