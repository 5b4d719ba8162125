from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from tests.support.builders import HOUR, IDS, account, session, viewer
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import sessions
from wexstream.domain.model.account import Account
from wexstream.domain.model.ids import SessionId
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.session import Session
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork

BOB = account("Bob")


@pytest.fixture
async def ada(unit: UnitOfWork) -> Account:
    ada = account()
    await keep(unit, ada)
    return ada


async def is_there(unit: UnitOfWork, kept: Session) -> bool:
    return await tried(unit, lambda tx: tx.sessions.end(kept.account, kept.id))


@few
@given(any_session=sessions(BOB.id))
async def test_a_session_is_listed_as_it_was_added(storage: Storage, any_session: Session) -> None:
    kept = replace(any_session, id=SessionId(IDS.new()))
    await keep_once(storage.unit, BOB)
    await keep(storage.unit, kept)
    at = kept.expires_at - timedelta(microseconds=1)
    listed = await storage.queries.sessions(viewer(BOB), Slice(), at=at)
    await storage.unit.run(lambda tx: tx.sessions.end(BOB.id, kept.id))
    shown = views.Session(
        id=kept.id,
        device=kept.device,
        created_at=kept.created_at,
        last_seen_at=kept.last_seen_at,
        expires_at=kept.expires_at,
        current=False,
    )
    assert listed.items == [shown]


async def keep_once(unit: UnitOfWork, known: Account) -> None:
    if await unit.run(lambda tx: tx.accounts.find(known.id)) is None:
        await keep(unit, known)


async def test_a_session_that_was_added_stands(storage: Storage, ada: Account) -> None:
    kept = session(ada)
    await keep(storage.unit, kept)
    found = await storage.queries.viewer(ada.id, kept.id, at=NOW)
    assert found is not None
    assert (found[0].session, found[0].signed_in_at, found[1]) == (kept.id, NOW, NOW)


async def test_a_session_that_was_ended_is_gone(unit: UnitOfWork, ada: Account) -> None:
    kept, other = session(ada), session(ada)
    await keep(unit, kept, other)
    assert await unit.run(lambda tx: tx.sessions.end(ada.id, kept.id))
    assert not await is_there(unit, kept)
    assert await is_there(unit, other)


async def test_there_is_nothing_to_end_the_second_time_or_where_nothing_was(
    unit: UnitOfWork, ada: Account
) -> None:
    kept = session(ada)
    await keep(unit, kept)
    await unit.run(lambda tx: tx.sessions.end(ada.id, kept.id))
    assert not await unit.run(lambda tx: tx.sessions.end(ada.id, kept.id))
    assert not await unit.run(lambda tx: tx.sessions.end(ada.id, session(ada).id))


async def test_nobody_ends_the_session_of_another(unit: UnitOfWork, ada: Account) -> None:
    bob = account()
    kept = session(ada)
    await keep(unit, bob, kept)
    assert not await unit.run(lambda tx: tx.sessions.end(bob.id, kept.id))
    assert await is_there(unit, kept)


async def test_all_of_an_account_are_ended_and_nobody_elses(unit: UnitOfWork, ada: Account) -> None:
    bob = account()
    first, second, of_bob = session(ada), session(ada), session(bob)
    await keep(unit, bob, first, second, of_bob)
    await unit.run(lambda tx: tx.sessions.end_all(ada.id))
    assert [await is_there(unit, kept) for kept in (first, second, of_bob)] == [False, False, True]


async def test_all_but_one_of_an_account_are_ended(unit: UnitOfWork, ada: Account) -> None:
    bob = account()
    first, second, third, of_bob = session(ada), session(ada), session(ada), session(bob)
    await keep(unit, bob, first, second, third, of_bob)
    await unit.run(lambda tx: tx.sessions.end_all(ada.id, but=second.id))
    kept = [await is_there(unit, one) for one in (first, second, third, of_bob)]
    assert kept == [False, True, False, True]


async def test_the_use_of_a_session_is_noted(storage: Storage, ada: Account) -> None:
    kept, other = session(ada), session(ada)
    await keep(storage.unit, kept, other)
    later = NOW + timedelta(minutes=5)
    await storage.unit.run(lambda tx: tx.sessions.seen(kept.id, at=later))
    found = [await storage.queries.viewer(ada.id, one.id, at=later) for one in (kept, other)]
    assert [one[1] for one in found if one] == [later, NOW]


async def test_a_session_that_has_ended_stays_ended_when_it_is_seen(storage: Storage, ada: Account) -> None:
    kept = session(ada)
    await keep(storage.unit, kept)
    await storage.unit.run(lambda tx: tx.sessions.end(ada.id, kept.id))
    await storage.unit.run(lambda tx: tx.sessions.seen(kept.id, at=NOW))
    assert await storage.queries.viewer(ada.id, kept.id, at=NOW) is None
    assert not await is_there(storage.unit, kept)


async def test_those_whose_time_was_over_are_purged(unit: UnitOfWork, ada: Account) -> None:
    over, stands = session(ada, expires_at=NOW), session(ada, expires_at=NOW + HOUR)
    await keep(unit, over, stands)
    await unit.run(lambda tx: tx.sessions.purge(before=NOW + HOUR, most=9))
    assert [await is_there(unit, kept) for kept in (over, stands)] == [False, True]
