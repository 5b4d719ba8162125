from dataclasses import replace
from datetime import timedelta
from functools import partial

from tests.support.builders import IDS, account, blocked, viewer
from tests.support.changing import change, erase
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.pages import walk
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.ids import PictureId
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries


async def moderating(unit: UnitOfWork) -> Account:
    moderator = account("Mo", moderator=True)
    await keep(unit, moderator)
    return moderator


async def listed(queries: Queries, moderator: Account, *, limit: int = 100) -> list[views.SuspendedPerson]:
    return await walk(partial(queries.suspended, viewer(moderator)), limit=limit)


async def test_the_suspended_are_there_with_their_pictures_and_since_when_and_nobody_else(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    await keep(unit, account(state=AccountState.UNVERIFIED))
    assert await listed(queries, moderator) == []
    shut_out = bob.with_picture(PictureId(IDS.new())).suspend(at=NOW)
    await change(unit, shut_out)
    person = views.Person(id=bob.id, full_name="Bob", picture=shut_out.picture)
    assert await listed(queries, moderator) == [
        views.SuspendedPerson(id=bob.id, person=person, suspended_at=NOW, suspended_until=None)
    ]


async def test_whoever_is_restored_or_erased_is_gone(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    for shut_out in (ada.suspend(at=NOW), bob.suspend(at=NOW)):
        await change(unit, shut_out)
    await change(unit, ada.suspend(at=NOW).restore())
    assert [shown.id for shown in await listed(queries, moderator)] == [bob.id]
    await erase(unit, bob)
    assert await listed(queries, moderator) == []


async def test_an_account_that_was_never_verified_is_there_too(unit: UnitOfWork, queries: Queries) -> None:
    moderator, applicant = await moderating(unit), account(state=AccountState.UNVERIFIED)
    await keep(unit, applicant.suspend(at=NOW))
    assert [shown.person.id for shown in await listed(queries, moderator)] == [applicant.id]


async def test_those_suspended_last_are_first_and_the_id_breaks_ties(
    unit: UnitOfWork, queries: Queries
) -> None:
    moderator = await moderating(unit)
    made = [account().suspend(at=NOW + timedelta(hours=hours)) for hours in (1, 3, 1, 2)]
    await keep(unit, *made)
    for limit in (1, 2, 4):
        rows = await listed(queries, moderator, limit=limit)
        assert [row.id for row in rows] == [made[number].id for number in (1, 3, 2, 0)]


async def test_where_there_is_a_block_there_is_a_name_without_a_link_and_whom_to_restore(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    moderator = await moderating(unit)
    await keep(unit, blocked(ada, moderator), blocked(moderator, bob))
    for who in (ada, bob):
        await change(unit, replace(who, picture=PictureId(IDS.new())).suspend(at=NOW))
    named = {shown.id: shown.person for shown in await listed(queries, moderator)}
    assert named == {
        who.id: views.Person(id=None, full_name=who.full_name, picture=None) for who in (ada, bob)
    }
