"""The audit log as it is read."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from tests.support.builders import IDS, account, blocked, entry, viewer
from tests.support.changing import change, erase
from tests.support.clock import NOW
from tests.support.keeping import keep, pseudonym_of
from tests.support.pages import present, walk
from tests.support.taking_along import export
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditGroup, AuditKind, Details, Entry, Way, kinds_of
from wexstream.domain.model.ids import PictureId, ReportId
from wexstream.domain.model.moderation import Decision
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

HOUR = timedelta(hours=1)
NOBODY = views.Person(id=None, full_name=None, picture=None)


@pytest.fixture
async def moderator(unit: UnitOfWork) -> Account:
    moderator = account("Mo", moderator=True)
    await keep(unit, moderator)
    return moderator


async def listed(
    queries: Queries,
    moderator: Account,
    *,
    kinds: Collection[AuditKind] = frozenset(AuditKind),
    limit: int = 100,
) -> list[views.LogEntry]:
    return await walk(partial(queries.log, viewer(moderator), kinds=kinds), limit=limit)


def shown(person: Account) -> views.LoggedPerson:
    named = views.Person(id=person.id, full_name=person.full_name, picture=person.picture)
    return views.LoggedPerson(person=named, pseudonym=None)


async def of_hours(unit: UnitOfWork, *hours: int) -> list[Entry]:
    made = [entry(at=NOW + count * HOUR) for count in hours]
    await keep(unit, *made)
    return made


async def test_people_are_named_as_long_as_they_are_there(
    unit: UnitOfWork, queries: Queries, moderator: Account, ada: Account
) -> None:
    ada = replace(ada, picture=PictureId(IDS.new()))
    await change(unit, ada)
    mine, hers = await pseudonym_of(unit, moderator), await pseudonym_of(unit, ada)
    await keep(unit, entry(AuditKind.ACCOUNT_SUSPENDED, actor=mine, subject=hers))
    [before] = await listed(queries, moderator)
    assert (before.actor, before.subject) == (shown(moderator), shown(ada))
    await erase(unit, ada)
    [after] = await listed(queries, moderator)
    assert after == replace(before, subject=views.LoggedPerson(person=NOBODY, pseudonym=hers))


async def test_nobody_is_in_it_who_was_not(unit: UnitOfWork, queries: Queries, moderator: Account) -> None:
    await keep(unit, entry(AuditKind.SIGN_IN_REFUSED))
    [only] = await listed(queries, moderator)
    assert (only.actor, only.subject) == (None, None)


async def test_where_there_is_a_block_there_is_a_name_without_a_link(
    unit: UnitOfWork, queries: Queries, moderator: Account, ada: Account
) -> None:
    await keep(unit, blocked(ada, moderator), entry(actor=await pseudonym_of(unit, ada)))
    [only] = await listed(queries, moderator)
    named = views.Person(id=None, full_name="Ada", picture=None)
    assert only.actor == views.LoggedPerson(person=named, pseudonym=None)


async def test_the_newest_is_first_and_the_id_breaks_ties(
    unit: UnitOfWork, queries: Queries, moderator: Account
) -> None:
    made = await of_hours(unit, 1, 3, 1, 2)
    for limit in (1, 2, 4):
        rows = await listed(queries, moderator, limit=limit)
        assert [row.id for row in rows] == [made[number].id for number in (1, 3, 2, 0)]


@pytest.mark.parametrize("group", [*AuditGroup, None])
async def test_a_group_is_there_by_itself(
    unit: UnitOfWork, queries: Queries, moderator: Account, group: AuditGroup | None
) -> None:
    await keep(unit, *(entry(kind) for kind in AuditKind))
    found = {row.kind for row in await listed(queries, moderator, kinds=kinds_of(group))}
    assert found == set(kinds_of(group))


async def test_the_operator_reads_a_span_of_it_oldest_first_with_everybody_named(
    unit: UnitOfWork, queries: Queries, moderator: Account, ada: Account
) -> None:
    await keep(unit, blocked(ada, moderator))
    hers = entry(at=NOW, actor=await pseudonym_of(unit, ada))
    await keep(unit, hers)
    gone = entry(at=NOW + 3 * HOUR, subject="person-gone")
    await keep(unit, gone)
    inner = await of_hours(unit, 2, 1)
    for limit in (1, 2, 5):
        read = await walk(partial(queries.whole_log, since=NOW, until=NOW + 3 * HOUR), limit=limit)
        assert [row.id for row in read] == [hers.id, inner[1].id, inner[0].id]
        assert read[0].actor == shown(ada)
    [last] = await walk(partial(queries.whole_log, since=NOW + 3 * HOUR, until=NOW + 4 * HOUR))
    assert last.subject == views.LoggedPerson(person=NOBODY, pseudonym="person-gone")


class TestTakenAlong:
    async def taken(self, queries: Queries, owner: Account) -> list[views.OwnLogEntry]:
        return present(await export(queries, viewer(owner))).log

    async def test_is_what_one_did_and_what_was_done_to_one_and_nothing_else(
        self, unit: UnitOfWork, queries: Queries, moderator: Account, ada: Account
    ) -> None:
        mine, hers = await pseudonym_of(unit, moderator), await pseudonym_of(unit, ada)
        report = ReportId(IDS.new())
        details = Details(report=report, decision=Decision.SUSPEND, way=Way.PASSWORD)
        await keep(
            unit,
            entry(AuditKind.ACCOUNT_SUSPENDED, at=NOW + HOUR, actor=mine, subject=hers, details=details),
            entry(AuditKind.PASSWORD_CHANGED, actor=hers, subject=hers),
            entry(AuditKind.SIGN_IN_REFUSED),
        )
        suspended = views.OwnLogEntry(
            at=NOW + HOUR,
            kind=AuditKind.ACCOUNT_SUSPENDED,
            mine=True,
            report=report,
            decision=Decision.SUSPEND,
            way=Way.PASSWORD,
        )
        assert await self.taken(queries, moderator) == [suspended]
        changed = views.OwnLogEntry(
            at=NOW, kind=AuditKind.PASSWORD_CHANGED, mine=True, report=None, decision=None, way=None
        )
        assert await self.taken(queries, ada) == [replace(suspended, mine=False, report=None), changed]

    async def test_tells_nobody_that_others_have_complained(
        self, unit: UnitOfWork, queries: Queries, moderator: Account, ada: Account
    ) -> None:
        mine, hers = await pseudonym_of(unit, moderator), await pseudonym_of(unit, ada)
        details = Details(report=ReportId(IDS.new()), decision=Decision.DISMISS)
        await keep(unit, entry(AuditKind.REPORT_RESOLVED, actor=mine, subject=hers, details=details))
        assert await self.taken(queries, ada) == []
        [decided] = await self.taken(queries, moderator)
        assert (decided.report, decided.decision) == (details.report, Decision.DISMISS)
