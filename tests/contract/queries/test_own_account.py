from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from tests.support.builders import account, session, viewer
from tests.support.changing import erase
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.pages import present, walk
from wexstream.domain.model.account import Account, AccountState, Language, MailChoices
from wexstream.domain.model.ids import PictureId, SessionId
from wexstream.domain.model.session import Session
from wexstream.domain.model.visibility import Role
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

MINUTE = timedelta(minutes=1)


async def signed_in(unit: UnitOfWork, owner: Account, *, seen_after: timedelta = MINUTE) -> Session:
    opened = replace(session(owner), last_seen_at=NOW + seen_after)
    await keep(unit, opened)
    return opened


class TestViewer:
    @pytest.mark.parametrize(
        ("owner", "role"),
        [
            (account(state=AccountState.UNVERIFIED), Role.UNVERIFIED),
            (account(state=AccountState.SUSPENDED), Role.SUSPENDED),
            (account(state=AccountState.SUSPENDED, moderator=True), Role.SUSPENDED),
            (account(), Role.ACTIVE),
            (account(moderator=True), Role.MODERATOR),
        ],
        ids=["unverified", "suspended", "suspended moderator", "active", "moderator"],
    )
    async def test_a_session_shows_what_its_account_is_today(
        self, unit: UnitOfWork, queries: Queries, owner: Account, role: Role
    ) -> None:
        await keep(unit, owner)
        opened = await signed_in(unit, owner)
        known, seen_at = present(await queries.viewer(owner.id, opened.id, at=NOW))
        assert (known.account, known.session, known.role) == (owner.id, opened.id, role)
        assert known.signed_in_at == opened.created_at
        assert seen_at == opened.last_seen_at

    async def test_a_session_stands_until_its_time_is_over(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        opened = await signed_in(unit, ada)
        moment = timedelta(microseconds=1)
        assert await queries.viewer(ada.id, opened.id, at=opened.expires_at - moment)
        assert await queries.viewer(ada.id, opened.id, at=opened.expires_at) is None

    async def test_a_session_that_was_never_opened_shows_nobody(self, queries: Queries, ada: Account) -> None:
        assert await queries.viewer(ada.id, session(ada).id, at=NOW) is None

    async def test_a_session_shows_its_own_account_alone(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        opened = await signed_in(unit, ada)
        assert await queries.viewer(bob.id, opened.id, at=NOW) is None


class TestMe:
    @pytest.mark.parametrize("state", AccountState)
    async def test_everybody_sees_the_own_account_whatever_its_state(
        self, unit: UnitOfWork, queries: Queries, state: AccountState
    ) -> None:
        owner = replace(
            account("Ada", state=state, moderator=True),
            bio="Numbers",
            location="London",
            website="https://example.org",
            picture=PictureId(viewer(account()).session),
            language=Language.FRENCH,
            time_zone="Europe/London",
            mail=MailChoices(requests=False, approvals=True, messages=False, live=True, finished=True),
            messages_from_strangers=False,
        )
        await keep(unit, owner)
        me = present(await queries.me(viewer(owner)))
        assert (me.id, me.state, me.moderator) == (owner.id, state, True)
        assert (me.full_name, me.email, me.created_at) == (owner.full_name, owner.email, NOW)
        assert (me.bio, me.location, me.website) == (owner.bio, owner.location, owner.website)
        assert me.picture == owner.picture
        assert (me.language, me.time_zone) == (owner.language, owner.time_zone)
        assert (me.mail_requests, me.mail_approvals, me.mail_messages) == (False, True, False)
        assert (me.mail_live, me.mail_finished) == (True, True)
        assert not me.messages_from_strangers
        assert (me.terms_version, me.terms_accepted_at) == ("1", NOW)

    async def test_it_says_whether_there_is_a_password(self, unit: UnitOfWork, queries: Queries) -> None:
        one, other = account(), replace(account(), password_hash=None)
        await keep(unit, one, other)
        assert present(await queries.me(viewer(one))).has_password
        assert not present(await queries.me(viewer(other))).has_password

    async def test_an_erased_account_is_not_shown(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        await erase(unit, ada)
        assert await queries.me(viewer(ada)) is None


class TestSessions:
    async def test_they_are_the_own_ones_last_seen_first(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        await signed_in(unit, bob)
        early = await signed_in(unit, ada, seen_after=MINUTE)
        late = await signed_in(unit, ada, seen_after=3 * MINUTE)
        between = await signed_in(unit, ada, seen_after=2 * MINUTE)
        listed = await walk(partial(queries.sessions, viewer(ada), at=NOW))
        assert [shown.id for shown in listed] == [late.id, between.id, early.id]
        assert listed[0].device == late.device
        assert (listed[0].created_at, listed[0].expires_at) == (late.created_at, late.expires_at)
        assert listed[0].last_seen_at == late.last_seen_at

    async def test_the_id_breaks_ties(self, unit: UnitOfWork, queries: Queries, ada: Account) -> None:
        opened = [await signed_in(unit, ada) for _ in range(3)]
        for limit in (1, 2, 3):
            listed = await walk(partial(queries.sessions, viewer(ada), at=NOW), limit=limit)
            assert [shown.id for shown in listed] == [one.id for one in reversed(opened)]

    async def test_the_present_one_is_told_from_the_others(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        here, there = await signed_in(unit, ada), await signed_in(unit, ada)
        known = replace(viewer(ada), session=SessionId(here.id))
        listed = await walk(partial(queries.sessions, known, at=NOW))
        assert {shown.id: shown.current for shown in listed} == {here.id: True, there.id: False}

    async def test_those_whose_time_is_over_are_left_out(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        opened = await signed_in(unit, ada)
        assert await walk(partial(queries.sessions, viewer(ada), at=opened.expires_at)) == []
