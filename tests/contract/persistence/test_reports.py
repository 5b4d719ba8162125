from dataclasses import replace

from hypothesis import given

from tests.support.builders import HOUR, account, report, sanction
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import at_once, transaction, tried, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import reports
from wexstream.domain.model.account import Account
from wexstream.domain.model.ids import PictureId, ReportId
from wexstream.domain.model.moderation import Decision, Evidence, Report
from wexstream.domain.model.sanction import Outcome, Settlement
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA, BOB = account("Ada"), account("Bob")
UPHELD = Settlement(outcome=Outcome.UPHELD, words="It stays.")


async def find(unit: UnitOfWork, name: ReportId) -> Report | None:
    return await at_once(unit, lambda tx: tx.reports.find(name))


async def resolve(tx: Transaction, case: Report, by: Account) -> Report:
    locked = await tx.reports.lock(case.id)
    assert locked is not None
    closed = locked.resolve(Decision.DISMISS, by=by.id, at=NOW)
    await tx.reports.save(closed)
    return closed


async def drop_evidence(unit: UnitOfWork, *, hours: int) -> set[PictureId | None]:
    before = NOW + hours * HOUR
    return {*await unit.run(lambda tx: tx.reports.drop_evidence(closed_before=before, most=9))}


@few
@given(any_report=reports([ADA.id, BOB.id]))
async def test_a_report_is_read_as_it_was_added(unit: UnitOfWork, any_report: Report) -> None:
    async def work(tx: Transaction) -> list[Report | None]:
        await tx.accounts.add(ADA)
        await tx.accounts.add(BOB)
        await tx.reports.add(any_report)
        return [await tx.reports.find(any_report.id), await tx.reports.lock(any_report.id)]

    assert await tried(unit, work) == [any_report, any_report]


@few
@given(before=reports([ADA.id, BOB.id]), after=reports([ADA.id, BOB.id]))
async def test_a_report_is_read_as_it_was_saved(unit: UnitOfWork, before: Report, after: Report) -> None:
    changed = replace(after, id=before.id)

    async def work(tx: Transaction) -> Report | None:
        await tx.accounts.add(ADA)
        await tx.accounts.add(BOB)
        await tx.reports.add(before)
        await tx.reports.save(changed)
        return await tx.reports.find(before.id)

    assert await tried(unit, work) == changed


async def test_there_is_none_of_an_id_that_was_never_issued(unit: UnitOfWork) -> None:
    ada, bob = account(), account()
    await keep(unit, ada, bob, report(ada, bob))
    unknown = report(ada, bob)
    assert await find(unit, unknown.id) is None
    assert await unit.run(lambda tx: tx.reports.lock(unknown.id)) is None


async def test_what_is_locked_is_locked_by_nobody_else_and_read_as_it_was(storage: Storage) -> None:
    ada, bob = account(), account()
    case = report(ada, bob)
    await keep(storage.unit, ada, bob, case)
    async with transaction(storage.unit) as open_one:
        closed = await resolve(open_one, case, ada)
        second = await waiting(storage, lambda tx: tx.reports.lock(case.id))
        assert await find(storage.unit, case.id) == case
    assert await second == closed


async def test_those_naming_an_account_are_found_by_id_in_whatever_part_it_appears(unit: UnitOfWork) -> None:
    ada, bob, eve = account(), account(), account()
    by_ada, about_ada = report(ada, bob), report(bob, ada)
    decided_by_ada = report(bob, eve).resolve(Decision.WARN, by=ada.id, at=NOW)
    of_others = report(bob, eve)
    await keep(unit, ada, bob, eve, of_others, decided_by_ada, about_ada, by_ada)
    found = await unit.run(lambda tx: tx.reports.lock_naming(ada.id))
    assert list(found) == [by_ada, about_ada, decided_by_ada]


async def test_an_account_that_appears_nowhere_is_named_by_none(unit: UnitOfWork) -> None:
    ada, bob, eve = account(), account(), account()
    await keep(unit, ada, bob, eve, report(ada, bob))
    assert list(await unit.run(lambda tx: tx.reports.lock_naming(eve.id))) == []


async def test_those_naming_an_account_are_locked(storage: Storage) -> None:
    ada, bob = account(), account()
    case = report(ada, bob)
    await keep(storage.unit, ada, bob, case)
    async with transaction(storage.unit) as open_one:
        await open_one.reports.lock_naming(bob.id)
        second = await waiting(storage, lambda tx: tx.reports.lock(case.id))
    assert await second == case


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


async def test_a_picture_is_shown_by_evidence(unit: UnitOfWork) -> None:
    ada, bob = account(), account()
    hers, evident = PictureId(ada.id), PictureId(bob.id)
    case = replace(report(ada, bob), evidence=Evidence(name="Bob", picture=evident))
    await keep(unit, ada.with_picture(hers), bob, case)
    assert await unit.run(lambda tx: tx.reports.show(evident))
    assert not await unit.run(lambda tx: tx.reports.show(hers))


class TestEvidence:
    async def test_and_reasons_of_cases_closed_before_are_dropped_and_of_no_others(
        self, unit: UnitOfWork
    ) -> None:
        ada, bob = account(), account()
        old = report(ada, bob).resolve(Decision.DISMISS, by=ada.id, at=NOW)
        recent = report(ada, bob).resolve(Decision.DISMISS, by=ada.id, at=NOW + HOUR)
        still_open = report(ada, bob)
        await keep(unit, ada, bob, old, recent, still_open)
        for _ in range(2):
            await unit.run(lambda tx: tx.reports.drop_evidence(closed_before=NOW + HOUR, most=9))
            assert await find(unit, old.id) == replace(old, evidence=None, reason="")
            assert await find(unit, recent.id) == recent
            assert await find(unit, still_open.id) == still_open

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
