from dataclasses import replace

from hypothesis import given

from tests.support.builders import HOUR, account, report
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import at_once, transaction, tried, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import reports
from wexstream.domain.model.account import Account
from wexstream.domain.model.ids import ReportId
from wexstream.domain.model.moderation import Decision, Report
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA, BOB = account("Ada"), account("Bob")


async def find(unit: UnitOfWork, name: ReportId) -> Report | None:
    return await at_once(unit, lambda tx: tx.reports.find(name))


async def resolve(tx: Transaction, case: Report, by: Account) -> Report:
    locked = await tx.reports.lock(case.id)
    assert locked is not None
    closed = locked.resolve(Decision.DISMISS, by=by.id, at=NOW)
    await tx.reports.save(closed)
    return closed


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


async def test_evidence_and_reasons_of_cases_closed_before_are_dropped_and_of_no_others(
    unit: UnitOfWork,
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
