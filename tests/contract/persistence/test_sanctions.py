from dataclasses import replace

from hypothesis import given

from tests.support.builders import HOUR, account, report, sanction
from tests.support.changing import erase
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import at_once, transaction, tried, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import sanctions
from wexstream.domain.model.ids import SanctionId
from wexstream.domain.model.sanction import Outcome, Sanction, Settlement, Term
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA, BOB = account("Ada"), account("Bob")
UPHELD = Settlement(outcome=Outcome.UPHELD, words="It stays.")


async def find(unit: UnitOfWork, name: SanctionId) -> Sanction | None:
    return await at_once(unit, lambda tx: tx.sanctions.find(name))


@few
@given(before=sanctions(ADA.id, BOB.id), after=sanctions(ADA.id, BOB.id))
async def test_a_sanction_is_read_as_it_was_added_and_as_it_was_saved(
    unit: UnitOfWork, before: Sanction, after: Sanction
) -> None:
    changed = replace(after, id=before.id)

    async def work(tx: Transaction) -> list[Sanction | None]:
        await tx.accounts.add(ADA)
        await tx.accounts.add(BOB)
        await tx.sanctions.add(before)
        read = [await tx.sanctions.find(before.id), await tx.sanctions.lock(before.id)]
        await tx.sanctions.save(changed)
        return [*read, await tx.sanctions.find(before.id)]

    assert await tried(unit, work) == [before, before, changed]


async def test_there_is_none_of_an_id_that_was_never_issued(unit: UnitOfWork) -> None:
    bob = account()
    await keep(unit, bob, sanction(bob))
    unknown = sanction(bob)
    assert await find(unit, unknown.id) is None
    assert await unit.run(lambda tx: tx.sanctions.lock(unknown.id)) is None


async def test_what_is_locked_is_locked_by_nobody_else(storage: Storage) -> None:
    bob = account()
    made = sanction(bob, term=Term.WEEK)
    await keep(storage.unit, bob, made)
    async with transaction(storage.unit) as open_one:
        assert await open_one.sanctions.lock_suspension(bob.id) == made
        await open_one.sanctions.save(made.lift(at=NOW))
        second = await waiting(storage, lambda tx: tx.sanctions.lock(made.id))
    assert await second == made.lift(at=NOW)


async def test_one_is_found_by_the_report_that_it_was_imposed_on(unit: UnitOfWork) -> None:
    ada, bob = account(), account()
    case, other = report(ada, bob), report(ada, bob)
    made = sanction(bob, report=case)
    await keep(unit, ada, bob, case, other, made, sanction(bob))
    assert await unit.run(lambda tx: tx.sanctions.on_report(case.id)) == made
    assert await unit.run(lambda tx: tx.sanctions.on_report(other.id)) is None


async def test_the_suspension_that_holds_is_told_from_those_before_and_from_warnings(
    unit: UnitOfWork,
) -> None:
    ada, bob = account(), account()
    holds = sanction(bob, term=Term.WEEK)
    await keep(unit, ada, bob, sanction(bob), sanction(bob, term=Term.DAY).lift(at=NOW), holds)
    await keep(unit, sanction(ada))
    assert await unit.run(lambda tx: tx.sanctions.lock_suspension(bob.id)) == holds
    assert await unit.run(lambda tx: tx.sanctions.lock_suspension(ada.id)) is None


async def test_the_first_appeal_since_a_time_that_is_open_is_named(unit: UnitOfWork) -> None:
    bob = account()
    plain = [sanction(bob) for _ in range(5)]
    times = (NOW - HOUR, NOW, NOW, NOW + HOUR, NOW)
    before, answered, lifted, later, first = [
        one.plead("It was not me.", at=at) for one, at in zip(plain, times, strict=True)
    ]
    assert answered.appeal is not None
    answered = answered.settle(answered.appeal, UPHELD, by=bob.id, at=NOW)
    await keep(unit, bob, sanction(bob), before, answered, lifted.lift(at=NOW), later, first)

    async def named(tx: Transaction) -> list[SanctionId | None]:
        return [await tx.sanctions.first_open_appeal(since=NOW + number * HOUR) for number in range(3)]

    assert await unit.run(named) == [first.id, later.id, None]


async def test_with_an_account_its_own_go_and_who_decided_is_forgotten_elsewhere(unit: UnitOfWork) -> None:
    ada, bob = account(), account()
    hers = sanction(ada, by=bob)
    his = sanction(bob, by=ada).plead("It was not me.", at=NOW)
    assert his.appeal is not None
    settled = his.settle(his.appeal, UPHELD, by=ada.id, at=NOW)
    assert settled.appeal is not None
    await keep(unit, ada, bob, hers, settled)
    await erase(unit, ada)
    assert await find(unit, hers.id) is None
    assert await find(unit, settled.id) == replace(
        settled, decided_by=None, appeal=replace(settled.appeal, settled_by=None)
    )
