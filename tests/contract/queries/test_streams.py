"""Whom of those with streams something concerns, and who may not keep his."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.builders import IDS, account, blocked, conference, connected, member, presence, session
from tests.support.changing import change, erase
from tests.support.clock import NOW
from tests.support.keeping import keep
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId, SessionId
from wexstream.domain.model.session import Session
from wexstream.domain.model.stream import Ending
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

INSTANT = timedelta(microseconds=1)


def names(*people: Account) -> set[AccountId]:
    return {person.id for person in people}


class TestEndings:
    async def endings(self, queries: Queries, sessions: Sequence[Session]) -> dict[SessionId, Ending]:
        claimed = {one.id: one.account for one in sessions}
        return dict(await queries.endings(claimed, at=NOW))

    async def test_who_is_signed_in_keeps_it(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        sessions = [replace(session(one), expires_at=NOW + INSTANT) for one in (ada, ada, bob)]
        await keep(unit, *sessions)
        assert await self.endings(queries, sessions) == {}
        assert await self.endings(queries, []) == {}

    async def test_who_is_not_does_not(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        stays, ended, over = session(ada), session(ada), replace(session(ada), expires_at=NOW)
        bobs = session(bob)
        await keep(unit, stays, ended, over, bobs)
        await unit.run(lambda tx: tx.sessions.end(ada.id, ended.id))
        another_s = replace(bobs, account=ada.id)
        assert await self.endings(queries, [stays, ended, over, another_s]) == {
            ended.id: Ending.SIGNED_OUT,
            over.id: Ending.SIGNED_OUT,
            bobs.id: Ending.SIGNED_OUT,
        }

    @pytest.mark.parametrize("signed_in", [True, False])
    async def test_who_is_suspended_is_told_so_whether_or_not_his_session_stands(
        self, unit: UnitOfWork, queries: Queries, ada: Account, *, signed_in: bool
    ) -> None:
        known = session(ada)
        await keep(unit, known)
        await change(unit, ada.suspend(at=NOW))
        if not signed_in:
            await unit.run(lambda tx: tx.sessions.end_all(ada.id))
        assert await self.endings(queries, [known]) == {known.id: Ending.SUSPENDED}

    async def test_who_is_erased_is_signed_out(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        known = session(ada)
        await keep(unit, known)
        await erase(unit, ada)
        assert await self.endings(queries, [known]) == {known.id: Ending.SIGNED_OUT}


class TestConcerned:
    async def test_a_broadcast_concerns_its_speaker_the_network_and_who_took_part(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        stranger = account("A stranger")
        made = conference(ada, state=ConferenceState.FINISHED, visibility=Visibility.PUBLIC)
        await keep(unit, stranger, connected(ada, bob), made, member(made, eve))
        concerned = await queries.concerned([made.id], names(ada, bob, eve, stranger))
        assert concerned == views.Concerned(listed={made.id: names(ada, bob, eve)}, live={})

    async def test_what_is_for_later_concerns_its_speaker_alone(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = conference(ada, state=ConferenceState.CREATED, visibility=Visibility.PUBLIC)
        await keep(unit, connected(ada, bob), made)
        concerned = await queries.concerned([made.id], names(ada, bob))
        assert concerned == views.Concerned(listed={made.id: names(ada)}, live={})

    async def test_who_took_part_and_may_not_see_it_any_more_is_not_concerned(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        made = conference(ada, visibility=Visibility.PRIVATE)
        hidden = conference(ada, visibility=Visibility.PUBLIC)
        await keep(unit, blocked(ada, eve), made, hidden, member(made, bob), member(hidden, eve))
        concerned = await queries.concerned([made.id, hidden.id], names(bob, eve))
        assert concerned == views.Concerned(listed={}, live={})

    async def test_who_is_there_concerns_those_of_his_network_who_may_see_where_he_is(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        cleo, stranger = account("Cleo"), account("A stranger")
        await keep(unit, cleo, stranger, connected(bob, eve), connected(bob, cleo), blocked(ada, cleo))
        shown = conference(ada, visibility=Visibility.PUBLIC)
        hidden = conference(ada, visibility=Visibility.PRIVATE)
        left = conference(ada, visibility=Visibility.PUBLIC)
        finished = conference(ada, state=ConferenceState.FINISHED, visibility=Visibility.PUBLIC)
        await keep(unit, shown, hidden, left, finished)
        await keep(unit, *(presence(made, bob) for made in (shown, hidden)))
        await keep(unit, replace(presence(left, bob), ended_at=NOW), presence(finished, bob))
        asked = names(ada, bob, eve, cleo, stranger)
        every = [made.id for made in (shown, hidden, left, finished)]
        assert (await queries.concerned(every, asked)).live == {shown.id: names(eve)}
        assert await queries.shown_live(asked) == {shown.id: names(eve)}
        assert (await queries.concerned([left.id], asked)).live == {}

    async def test_what_is_gone_and_who_is_not_asked_for_concerns_nobody(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = conference(ada)
        await keep(unit, connected(ada, bob), made, presence(made, bob))
        nobody = views.Concerned(listed={}, live={})
        assert await queries.concerned([ConferenceId(IDS.new())], names(ada, bob)) == nobody
        assert await queries.concerned([], names(ada, bob)) == nobody
        assert await queries.concerned([made.id], []) == nobody
        assert await queries.shown_live([]) == {}


class TestConnected:
    async def test_those_connected_to_any_of_the_speakers(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        cleo = account("Cleo")
        await keep(unit, cleo, connected(ada, eve), connected(bob, eve), connected(bob, cleo))
        everybody = names(ada, bob, eve, cleo)
        assert await queries.connected([ada.id], everybody) == names(eve)
        assert await queries.connected([ada.id, bob.id], everybody) == names(eve, cleo)
        assert await queries.connected([ada.id, bob.id], names(cleo)) == names(cleo)
        assert await queries.connected([], everybody) == set()


class TestCounters:
    async def test_those_of_who_is_gone_are_left_out(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        await erase(unit, bob)
        none = views.Counters(messages=0, notifications=0, requests=0)
        assert await queries.counters_of([ada.id, bob.id, ada.id]) == {ada.id: none}
        assert await queries.counters_of([]) == {}
