from dataclasses import replace
from datetime import timedelta
from functools import partial

from tests.support.builders import HOUR, IDS, account, blocked, report, sanction, viewer
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.pages import walk
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.ids import PictureId, ReportId
from wexstream.domain.model.moderation import Decision, Evidence, Subject
from wexstream.domain.model.sanction import Outcome, Sanction, Settlement, Term
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

UPHELD = Settlement(outcome=Outcome.UPHELD, words="It stays.")


async def moderating(unit: UnitOfWork) -> Account:
    moderator = account("Mo", moderator=True)
    await keep(unit, moderator)
    return moderator


async def appeals(
    queries: Queries, moderator: Account, *, settled: bool = False, limit: int = 100
) -> list[views.Appeal]:
    return await walk(partial(queries.appeals, viewer(moderator), settled=settled), limit=limit)


def person(who: Account) -> views.Person:
    return views.Person(id=who.id, full_name=who.full_name, picture=who.picture)


def appealed(sanctioned: Sanction, *, hours: int = 0) -> Sanction:
    return sanctioned.plead("It was not me.", at=NOW + hours * HOUR)


def settled(contested: Sanction, by: Account) -> Sanction:
    assert contested.appeal is not None
    return contested.settle(contested.appeal, UPHELD, by=by.id, at=NOW + HOUR)


async def test_an_appeal_is_shown_with_the_decision_and_the_case(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    evidence = Evidence(name="Bob", title="On tea", text="Hot", picture=PictureId(IDS.new()))
    case = replace(report(ada, bob), subject=Subject.CONFERENCE, evidence=evidence)
    case = case.resolve(Decision.SUSPEND, by=moderator.id, at=NOW)
    made = appealed(sanction(bob, by=moderator, term=Term.WEEK, report=case))
    await keep(unit, case, made)
    [shown] = await appeals(queries, moderator)
    assert shown == views.Appeal(
        id=made.id,
        account=person(bob),
        decision=Decision.SUSPEND,
        words=made.words,
        decided_by=person(moderator),
        decided_at=NOW,
        until=NOW + timedelta(days=7),
        text="It was not me.",
        appealed_at=NOW,
        outcome=None,
        answer=None,
        settled_by=None,
        settled_at=None,
        own=True,
        report=case.id,
        subject=Subject.CONFERENCE,
        reason=case.reason,
        evidence=evidence,
    )


async def test_open_ones_and_settled_ones_are_two_lists_and_what_holds_no_more_is_in_neither(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator, other = await moderating(unit), await moderating(unit)
    still_open = appealed(sanction(bob))
    done = settled(appealed(sanction(bob, by=other)), moderator)
    await keep(unit, still_open, done, appealed(sanction(ada)).lift(at=NOW), sanction(ada))
    [shown] = await appeals(queries, moderator)
    assert (shown.id, shown.report, shown.subject, shown.reason, shown.evidence) == (
        still_open.id,
        None,
        None,
        None,
        None,
    )
    assert (shown.decided_by, shown.own, shown.until) == (None, False, None)
    [shown] = await appeals(queries, moderator, settled=True)
    assert (shown.id, shown.outcome, shown.answer) == (done.id, Outcome.UPHELD, "It stays.")
    assert (shown.settled_by, shown.settled_at, shown.own) == (person(moderator), NOW + HOUR, False)


async def test_the_newest_come_first_page_by_page(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    made = [appealed(sanction(bob), hours=hours) for hours in (1, 3, 1, 2)]
    await keep(unit, *made)
    ordered = sorted(made, key=lambda one: (one.appeal and one.appeal.made_at, one.id), reverse=True)
    for limit in (1, 2, 4):
        found = await appeals(queries, moderator, limit=limit)
        assert [shown.id for shown in found] == [one.id for one in ordered]


async def test_who_blocks_the_moderator_is_a_name_without_a_link(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    await keep(unit, blocked(bob, moderator), appealed(sanction(bob)))
    [shown] = await appeals(queries, moderator)
    assert shown.account == views.Person(id=None, full_name="Bob", picture=None)


async def test_everybody_sees_the_own_ones_whatever_the_state_and_nobody_elses(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    for state in AccountState:
        owner = account(state=state)
        older, newer = (
            sanction(owner, by=ada),
            appealed(sanction(owner, by=ada, term=Term.DAY, at=NOW + HOUR)),
        )
        await keep(unit, owner, older, newer)
        own = partial(queries.sanctions, viewer(owner))
        for limit in (1, 2):
            assert await walk(own, limit=limit) == [views.own_sanction(one) for one in (newer, older)]
    assert await walk(partial(queries.sanctions, viewer(ada)), limit=10) == []


async def test_a_report_shows_what_was_decided_and_how_many_others_are_open(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    decided = report(ada, bob).resolve(Decision.SUSPEND, by=moderator.id, at=NOW)
    gone = replace(report(ada, bob), accused=None)
    await keep(unit, decided, report(ada, bob), report(bob, ada), gone, replace(gone, id=ReportId(IDS.new())))
    imposed = sanction(bob, by=moderator, term=Term.DAY, report=decided)
    await keep(unit, imposed)
    listed = partial(queries.reports, viewer(moderator))
    [shown] = await walk(partial(listed, resolved=True), limit=10)
    assert (shown.words, shown.until, shown.others_open) == (imposed.words, imposed.until, 1)
    still_open = await walk(partial(listed, resolved=False), limit=10)
    assert [one.others_open for one in still_open] == [0, 0, 0, 0]


async def test_a_reports_picture_is_known_by_its_report(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    picture = PictureId(IDS.new())
    bare = replace(report(ada, bob), evidence=None)
    shown = replace(report(ada, bob), evidence=Evidence(name="Bob", picture=picture))
    await keep(unit, bare, shown, without := report(ada, bob))
    assert await queries.evidence_picture(shown.id) == picture
    for name in (bare.id, without.id, ReportId(IDS.new())):
        assert await queries.evidence_picture(name) is None
