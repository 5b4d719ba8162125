from dataclasses import replace

import pytest
from hypothesis import given

from tests.support.builders import account, second_step
from tests.support.keeping import keep
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.strategies import second_steps
from wexstream.domain.model.account import Account
from wexstream.domain.model.second_step import SecondStep
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA = account()


@pytest.fixture
async def ada(unit: UnitOfWork) -> Account:
    ada = account()
    await keep(unit, ada)
    return ada


async def of(unit: UnitOfWork, owner: Account) -> SecondStep | None:
    return await unit.run(lambda tx: tx.second_steps.of(owner.id))


async def keep_codes(unit: UnitOfWork, owner: Account, *digests: bytes) -> None:
    await unit.run(lambda tx: tx.second_steps.keep_codes(owner.id, digests))


async def use_code(unit: UnitOfWork, owner: Account, digest: bytes) -> bool:
    return await unit.run(lambda tx: tx.second_steps.use_code(owner.id, digest))


@few
@given(any_step=second_steps(ADA.id))
async def test_a_second_step_is_read_as_it_was_saved(unit: UnitOfWork, any_step: SecondStep) -> None:
    async def work(tx: Transaction) -> SecondStep | None:
        await tx.accounts.add(ADA)
        await tx.second_steps.save(any_step)
        return await tx.second_steps.of(ADA.id)

    assert await tried(unit, work) == any_step


async def test_an_account_has_one_and_the_newest_counts(unit: UnitOfWork, ada: Account) -> None:
    bob = account("Bob")
    assert await of(unit, ada) is None
    newer = replace(second_step(ada), secret=b"another", last_step=9)
    await keep(unit, bob, second_step(ada, on=False), second_step(bob), newer)
    assert await of(unit, ada) == newer
    assert await of(unit, bob) == second_step(bob)


async def test_removing_takes_the_codes_along_and_no_others(unit: UnitOfWork, ada: Account) -> None:
    bob = account("Bob")
    await keep(unit, bob, second_step(ada), second_step(bob))
    for owner in (ada, bob):
        await keep_codes(unit, owner, b"one")
    await unit.run(lambda tx: tx.second_steps.remove(ada.id))
    assert await of(unit, ada) is None
    assert not await use_code(unit, ada, b"one")
    assert await of(unit, bob) == second_step(bob)
    assert await use_code(unit, bob, b"one")


async def test_a_code_is_used_once_by_whose_it_is(unit: UnitOfWork, ada: Account) -> None:
    bob = account("Bob")
    await keep(unit, bob)
    await keep_codes(unit, ada, b"one", b"two")
    assert not await use_code(unit, bob, b"one")
    assert not await use_code(unit, ada, b"three")
    assert [await use_code(unit, ada, b"one") for _ in range(2)] == [True, False]
    assert await use_code(unit, ada, b"two")


async def test_new_codes_take_the_place_of_those_before(unit: UnitOfWork, ada: Account) -> None:
    await keep_codes(unit, ada, b"one", b"two")
    await keep_codes(unit, ada, b"two", b"three")
    assert [await use_code(unit, ada, digest) for digest in (b"one", b"two", b"three")] == [False, True, True]
