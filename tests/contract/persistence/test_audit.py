"""The audit log as transactions keep it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import IDS, account, entry, viewer
from tests.support.changing import erase
from tests.support.keeping import keep, pseudonym_of
from tests.support.overlap import transaction, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditKind, Details, Way
from wexstream.domain.model.ids import EntryId, ReportId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.paging import Slice
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DETAILS = st.builds(
    Details,
    report=st.none() | st.uuids().map(ReportId),
    decision=st.none() | st.sampled_from(Decision),
    way=st.none() | st.sampled_from(Way),
)


async def logged(storage: Storage) -> list[views.LogEntry]:
    moderator = viewer(account(moderator=True))
    return (await storage.queries.log(moderator, Slice(limit=100), kinds=list(AuditKind))).items


@few
@given(kind=st.sampled_from(AuditKind), details=DETAILS)
async def test_an_entry_is_read_as_it_was_written(
    storage: Storage, kind: AuditKind, details: Details
) -> None:
    kept = entry(kind, actor="person-a", subject="person-b", details=details)
    await keep(storage.unit, kept)
    [read] = [one for one in await logged(storage) if one.id == kept.id]
    assert (read.at, read.kind) == (kept.at, kind)
    assert Details(report=read.report, decision=read.decision, way=read.way) == details
    assert read.actor is not None
    assert read.subject is not None
    assert (read.actor.pseudonym, read.subject.pseudonym) == ("person-a", "person-b")


async def test_an_account_keeps_its_pseudonym_and_each_has_its_own(
    unit: UnitOfWork, ada: Account, bob: Account
) -> None:
    names = [await pseudonym_of(unit, who) for who in (ada, bob, ada)]
    assert names[0] == names[2] != names[1]


async def test_two_who_name_an_account_at_once_name_it_alike(storage: Storage, ada: Account) -> None:
    async with transaction(storage.unit) as one:
        first = await one.audit.pseudonym(ada.id, new=IDS.pseudonym())
        other = await waiting(storage, lambda tx: tx.audit.pseudonym(ada.id, new=IDS.pseudonym()))
    assert await other == first


async def test_with_the_account_goes_who_it_was_and_the_entries_stay(
    storage: Storage, unit: UnitOfWork, ada: Account
) -> None:
    name = await pseudonym_of(unit, ada)
    await keep(unit, entry(actor=name, subject=name))
    await erase(unit, ada)
    nobody = views.Person(id=None, full_name=None, picture=None)
    [left] = await logged(storage)
    assert left.actor == left.subject == views.LoggedPerson(person=nobody, pseudonym=name)
    assert str(ada.id) not in await storage.everything_kept()


async def test_entries_go_when_they_need_not_be_kept_any_more(storage: Storage, unit: UnitOfWork) -> None:
    over = replace(entry(at=LONG_AGO), kept_until=LONG_AGO + timedelta(days=1))
    longer = replace(entry(at=LONG_AGO), kept_until=LONG_AGO + timedelta(days=1, microseconds=1))
    await keep(unit, over, longer)

    async def ids() -> set[EntryId]:
        return {one.id for one in await logged(storage)}

    await unit.run(lambda tx: tx.audit.purge(at=over.kept_until - timedelta(microseconds=1), most=9))
    assert await ids() == {over.id, longer.id}
    await unit.run(lambda tx: tx.audit.purge(at=over.kept_until, most=9))
    assert await ids() == {longer.id}
