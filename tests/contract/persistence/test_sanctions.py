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
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.ids import PictureId, ReportId, SanctionId
from wexstream.domain.model.moderation import Decision, Evidence
from wexstream.domain.model.sanction import Outcome, Sanction, Settlement, Term
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.repositories.accounts import DUE_MOST

ADA, BOB = account("Ada"), account("Bob")
UPHELD = Settlement(outcome=Outcome.UPHELD, words="It stays.")


async def find(unit: UnitOfWork, name: SanctionId) -> Sanction | None:
    return await at_once(unit, lambda tx: tx.sanctions.find(name))


async def drop_evidence(unit: UnitOfWork, *, hours: int) -> set[PictureId | None]:
    before = NOW + hours * HOUR
    return {*await unit.run(lambda tx: tx.reports.drop_evidence(closed_before=before, most=9))}


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


async def test_other_moderators_are_those_who_are_active(unit: UnitOfWork) -> None:
    mo, tom = account(moderator=True), account(moderator=True)
    shut_out = account(moderator=True, state=AccountState.SUSPENDED)
    await keep(unit, mo, tom, shut_out, account())
    assert await unit.run(lambda tx: tx.accounts.has_moderator_besides(mo.id))
    assert not await unit.run(lambda tx: tx.accounts.has_moderator_besides(mo.id, tom.id))


async def test_a_picture_is_shown_by_whoever_has_it_and_by_evidence(unit: UnitOfWork) -> None:
    ada, bob = account(), account()
    hers, evident = PictureId(ada.id), PictureId(bob.id)
    case = report(ada, bob)
    case = replace(case, evidence=Evidence(name="Bob", picture=evident))
    await keep(unit, ada.with_picture(hers), bob, case)
    assert await unit.run(lambda tx: tx.accounts.shows(hers))
    assert not await unit.run(lambda tx: tx.accounts.shows(evident))
    assert await unit.run(lambda tx: tx.reports.show(evident))
    assert not await unit.run(lambda tx: tx.reports.show(hers))


class TestEvidence:
    async def test_is_told_which_pictures_were_part_of_it(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        shown = Evidence(name="Bob", picture=PictureId(bob.id))
        with_one, bare, still_open = [report(ada, bob) for _ in range(3)]
        closed = [one.resolve(Decision.DISMISS, by=ada.id, at=NOW) for one in (with_one, bare)]
        await keep(unit, ada, bob, replace(closed[0], evidence=shown), closed[1])
        await keep(unit, replace(still_open, evidence=shown))
        assert [await drop_evidence(unit, hours=1) for _ in range(2)] == [{bob.id, None}, set()]

    async def test_stays_while_an_appeal_is_open_and_after_it_as_long_again(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        case = report(ada, bob).resolve(Decision.WARN, by=ada.id, at=NOW)
        made = sanction(bob, by=ada, report=case).plead("It was not me.", at=NOW)
        assert made.appeal is not None
        settled = made.settle(made.appeal, UPHELD, by=ada.id, at=NOW + 2 * HOUR)
        await keep(unit, ada, bob, case, made)

        async def is_kept(hours: int) -> bool:
            await drop_evidence(unit, hours=hours)
            left = await unit.run(lambda tx: tx.reports.find(case.id))
            return left is not None and left.evidence is not None

        assert await is_kept(1_000)
        await unit.run(lambda tx: tx.sanctions.save(settled))
        assert await is_kept(2)
        assert not await is_kept(3)

    async def test_of_an_appeal_that_nobody_has_to_answer_any_more_goes_too(self, unit: UnitOfWork) -> None:
        ada, bob = account(), account()
        case = report(ada, bob).resolve(Decision.WARN, by=ada.id, at=NOW)
        made = sanction(bob, by=ada, report=case).plead("It was not me.", at=NOW).lift(at=NOW + HOUR)
        await keep(unit, ada, bob, case, made)
        for hours, kept in ((1, True), (2, False)):
            await drop_evidence(unit, hours=hours)
            left = await unit.run(lambda tx: tx.reports.find(case.id))
            assert left is not None
            assert (left.evidence is not None) is kept


async def test_the_first_open_report_since_a_time_is_named(unit: UnitOfWork) -> None:
    ada, bob = account(), account()
    before, decided, first, later = [
        replace(report(ada, bob), created_at=NOW + hours * HOUR) for hours in (-1, 0, 0, 1)
    ]
    decided = decided.resolve(Decision.DISMISS, by=ada.id, at=NOW)
    await keep(unit, ada, bob, later, decided, first, before)

    async def named(tx: Transaction) -> list[ReportId | None]:
        return [await tx.reports.first_open(since=NOW + number * HOUR) for number in range(3)]

    assert await unit.run(named) == [first.id, later.id, None]
