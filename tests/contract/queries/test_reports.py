from dataclasses import replace
from datetime import timedelta
from functools import partial

from tests.support.builders import IDS, account, blocked, report, viewer
from tests.support.changing import change
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.pages import walk
from wexstream.domain.model.account import Account
from wexstream.domain.model.ids import ConferenceId, MessageId, PictureId, ReportId
from wexstream.domain.model.moderation import Decision, Evidence, Report, Subject
from wexstream.ports import views
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries

NOBODY = views.Person(id=None, full_name=None, picture=None)


def person(owner: Account) -> views.Person:
    return views.Person(id=owner.id, full_name=owner.full_name, picture=owner.picture)


async def listed(
    queries: Queries, moderator: Account, *, resolved: bool = False, limit: int = 100
) -> list[views.Report]:
    return await walk(partial(queries.reports, viewer(moderator), resolved=resolved), limit=limit)


async def moderating(unit: UnitOfWork) -> Account:
    moderator = replace(account("Mo", moderator=True), picture=PictureId(IDS.new()))
    await keep(unit, moderator)
    return moderator


async def forget(unit: UnitOfWork, gone: Account, *, pseudonym: str) -> None:
    """Erase somebody as the use case does: first out of all reports."""

    async def work(tx: Transaction) -> None:
        await tx.accounts.lock([gone.id])
        for kept in await tx.reports.lock_naming(gone.id):
            await tx.reports.save(kept.forget(gone.id, pseudonym=pseudonym))
        await tx.accounts.erase(gone.id)

    await unit.run(work)


async def test_a_report_says_who_complains_about_whom_and_what_with_the_evidence(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    made = replace(
        report(ada, bob),
        subject=Subject.CONFERENCE,
        conference=ConferenceId(IDS.new()),
        evidence=Evidence(name="Bob", title="On tea", text="Hot"),
    )
    await keep(unit, made)
    assert await listed(queries, moderator) == [
        views.Report(
            id=made.id,
            subject=Subject.CONFERENCE,
            reporter=person(ada),
            accused=person(bob),
            conference=made.conference,
            message=None,
            reason=made.reason,
            evidence=made.evidence,
            created_at=made.created_at,
            decision=None,
            decided_by=None,
            decided_at=None,
            words=None,
            until=None,
            others_open=0,
        )
    ]


async def test_open_ones_and_decided_ones_are_two_lists(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    still_open, message = report(ada, bob), MessageId(IDS.new())
    decided = replace(report(ada, bob), subject=Subject.MESSAGE, message=message, evidence=None)
    decided = decided.resolve(Decision.WARN, by=moderator.id, at=NOW)
    await keep(unit, still_open, decided)
    assert [shown.id for shown in await listed(queries, moderator)] == [still_open.id]
    [shown] = await listed(queries, moderator, resolved=True)
    assert (shown.id, shown.message, shown.evidence) == (decided.id, message, None)
    assert (shown.decision, shown.decided_by, shown.decided_at) == (Decision.WARN, person(moderator), NOW)


async def test_the_newest_are_first_and_the_id_breaks_ties(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    made: list[Report] = []
    for resolved in (False, True):
        for hours in (1, 3, 1, 2):
            one = replace(report(ada, bob), created_at=NOW + timedelta(hours=hours))
            made.append(one.resolve(Decision.DISMISS, by=moderator.id, at=NOW) if resolved else one)
    await keep(unit, *made)
    for limit in (1, 2, 4):
        for resolved, ones in [(False, made[:4]), (True, made[4:])]:
            expected: list[ReportId] = [ones[number].id for number in (1, 3, 2, 0)]
            rows = await listed(queries, moderator, resolved=resolved, limit=limit)
            assert [row.id for row in rows] == expected


async def test_the_erased_appear_by_their_pseudonyms_and_who_decided_by_nothing(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    moderator = await moderating(unit)
    made = report(ada, bob).resolve(Decision.WARN, by=eve.id, at=NOW)
    await keep(unit, made)
    for gone in (ada, bob, eve):
        await forget(unit, gone, pseudonym=f"person-{gone.full_name.lower()}")
    [shown] = await listed(queries, moderator, resolved=True)
    assert shown.reporter == replace(NOBODY, full_name="person-ada")
    assert shown.accused == replace(NOBODY, full_name="person-bob")
    assert (shown.decision, shown.decided_by, shown.decided_at) == (Decision.WARN, None, NOW)


async def test_whoever_was_erased_without_a_pseudonym_is_nobody(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    await keep(unit, replace(report(ada, bob), accused=None))
    [shown] = await listed(queries, moderator)
    assert (shown.reporter, shown.accused) == (person(ada), NOBODY)


async def test_the_suspended_are_named_with_a_link_and_those_with_whom_there_is_a_block_without(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    await keep(unit, report(ada, bob), blocked(ada, moderator))
    await change(unit, bob.suspend(at=NOW))
    [shown] = await listed(queries, moderator)
    assert shown.accused == person(bob)
    assert shown.reporter == views.Person(id=None, full_name="Ada", picture=None)


async def test_a_moderator_is_not_told_who_complained_about_himself(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator, other = await moderating(unit), await moderating(unit)
    about_him = report(ada, moderator)
    decided = replace(report(ada, moderator)).resolve(Decision.DISMISS, by=other.id, at=NOW)
    await keep(unit, about_him, decided, report(ada, bob))
    for resolved in (False, True):
        for shown in await listed(queries, moderator, resolved=resolved):
            assert shown.reporter == (NOBODY if shown.accused == person(moderator) else person(ada))
        for shown in await listed(queries, other, resolved=resolved):
            assert shown.reporter == person(ada)
