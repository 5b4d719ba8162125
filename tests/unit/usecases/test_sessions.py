"""Signing in and out, and knowing who asks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support import builders
from tests.support.acting import (
    ORIGIN,
    account_of,
    enter,
    find_account,
    sessions_of,
    sign_in,
)
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.meanwhile import Meanwhile
from tests.support.pages import present
from tests.support.platform import POLICY, Platform
from tests.support.storage import MemoryStorage
from tests.support.taking_along import take_along
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.errors import Invalid, NotFound, WrongCredentials
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Role, Viewer
from wexstream.domain.usecases.entrance import SuspendedSignIn

EMAIL = "ada@example.org"
RIGHT = "password of Ada Lovelace"


async def recognised(platform: Platform, token: str) -> Viewer | None:
    found = await platform.sessions.recognise(token)
    return found.viewer if found else None


class TestSigningIn:
    @pytest.mark.parametrize("state", [AccountState.ACTIVE, AccountState.UNVERIFIED])
    async def test_with_the_right_password_opens_a_session_of_24_hours(
        self, platform: Platform, state: AccountState
    ) -> None:
        ada = await enter(platform, state=state, email=EMAIL)
        session = await sign_in(platform, "ADA@example.org", RIGHT)
        assert (session.account, session.device) == (ada.account, "Firefox")
        assert (session.created_at, session.last_seen_at) == (NOW, NOW)
        assert session.expires_at == NOW + timedelta(hours=24)
        assert session.id in await sessions_of(platform, ada)

    async def test_for_longer_lasts_30_days(self, platform: Platform) -> None:
        await enter(platform, email=EMAIL)
        session = await sign_in(platform, EMAIL, RIGHT, stay=True)
        assert session.expires_at == NOW + timedelta(days=30)

    async def test_lasts_as_long_as_the_operator_decides(self) -> None:
        platform = Platform(MemoryStorage(), policy=replace(POLICY, session_lasts=timedelta(hours=2)))
        await enter(platform, email=EMAIL)
        assert (await sign_in(platform, EMAIL, RIGHT)).expires_at == NOW + timedelta(hours=2)

    @pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("bob@example.org", RIGHT)])
    async def test_with_a_wrong_address_or_password_is_refused_alike(
        self, platform: Platform, email: str, password: str
    ) -> None:
        ada = await enter(platform, email=EMAIL)
        with pytest.raises(WrongCredentials):
            await sign_in(platform, email, password)
        assert await sessions_of(platform, ada) == [ada.session]

    async def test_to_an_account_without_a_password_is_refused(self, platform: Platform) -> None:
        await keep(platform.storage.unit, replace(builders.account(email=EMAIL), password_hash=None))
        with pytest.raises(WrongCredentials):
            await sign_in(platform, EMAIL, "")

    async def test_by_what_is_no_address_is_refused(self, platform: Platform) -> None:
        with pytest.raises(Invalid):
            await sign_in(platform, "ada", RIGHT)

    async def test_hashes_an_outdated_password_anew(self, platform: Platform) -> None:
        ada = replace(builders.account(email=EMAIL), password_hash=f"old hash of {RIGHT}")
        await keep(platform.storage.unit, ada)
        session = await sign_in(platform, EMAIL, RIGHT)
        viewer = present(await recognised(platform, platform.sessions.token(session)))
        assert (await account_of(platform, viewer)).password_hash == f"hash of {RIGHT}"

    async def test_to_a_suspended_account_gives_an_hour_to_leave(self, platform: Platform) -> None:
        ada = await enter(platform, state=AccountState.SUSPENDED, email=EMAIL)
        with pytest.raises(SuspendedSignIn) as refused:
            await sign_in(platform, EMAIL, RIGHT, stay=True)
        session = refused.value.session
        assert session.expires_at == NOW + timedelta(hours=1)
        leaving = present(await recognised(platform, platform.sessions.token(session)))
        assert leaving.role is Role.SUSPENDED
        await take_along(platform, leaving)
        await platform.privacy.erase(leaving, password=RIGHT)
        assert await find_account(platform, ada) is None

    async def test_to_a_suspended_account_with_a_wrong_password_says_nothing_of_that(
        self, platform: Platform
    ) -> None:
        await enter(platform, state=AccountState.SUSPENDED, email=EMAIL)
        with pytest.raises(WrongCredentials):
            await sign_in(platform, EMAIL, "wrong")

    @pytest.mark.parametrize("erased", [True, False])
    async def test_is_refused_where_account_or_password_changed_while_it_was_checked(
        self, platform: Platform, *, erased: bool
    ) -> None:
        ada = await enter(platform, email=EMAIL)

        async def happens() -> None:
            if erased:
                await platform.privacy.erase(ada, password=RIGHT)
            else:
                await platform.passwords.change(ada, current=RIGHT, new="something else")

        sessions = replace(platform.sessions, passwords=Meanwhile(happens))
        with pytest.raises(WrongCredentials):
            await sessions.sign_in(email=EMAIL, password=RIGHT, stay=False, device=None, origin=ORIGIN)


class TestRecognising:
    async def test_tells_who_shows_the_token_as_he_is_now(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)
        session = await sign_in(platform, EMAIL, RIGHT)
        token = platform.sessions.token(session)
        expected = replace(ada, session=session.id, signed_in_at=NOW)
        assert await recognised(platform, token) == expected

    async def test_ends_with_the_session(self, platform: Platform) -> None:
        await enter(platform, email=EMAIL)
        session = await sign_in(platform, EMAIL, RIGHT)
        token = platform.sessions.token(session)
        platform.clock.advance(timedelta(hours=24))
        assert await recognised(platform, token) is None

    async def test_ends_when_signed_out(self, platform: Platform) -> None:
        await enter(platform, email=EMAIL)
        token = platform.sessions.token(await sign_in(platform, EMAIL, RIGHT))
        await platform.sessions.sign_out(await recognised(platform, token))
        assert await recognised(platform, token) is None

    async def test_knows_nobody_by_what_is_no_token(self, platform: Platform) -> None:
        assert await recognised(platform, "x") is None

    async def test_wants_a_use_noted_every_five_minutes(self, platform: Platform) -> None:
        await enter(platform, email=EMAIL)
        token = platform.sessions.token(await sign_in(platform, EMAIL, RIGHT))
        platform.clock.advance(timedelta(minutes=5) - timedelta(microseconds=1))
        assert not present(await platform.sessions.recognise(token)).to_be_noted
        platform.clock.advance(timedelta(microseconds=1))
        late = present(await platform.sessions.recognise(token))
        assert late.to_be_noted
        await platform.sessions.note(late.viewer)
        assert not present(await platform.sessions.recognise(token)).to_be_noted
        [newest, _] = (await platform.sessions.list(late.viewer, Slice())).items
        assert newest.last_seen_at == platform.clock.now()


class TestSessions:
    async def test_are_listed_and_ended_one_by_one(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)
        other = await sign_in(platform, EMAIL, RIGHT)
        listed = (await platform.sessions.list(ada, Slice())).items
        assert {(one.id, one.current) for one in listed} == {(ada.session, True), (other.id, False)}
        await platform.sessions.end(ada, other.id)
        assert await sessions_of(platform, ada) == [ada.session]
        with pytest.raises(NotFound):
            await platform.sessions.end(ada, other.id)

    async def test_of_others_are_not_there(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        with pytest.raises(NotFound):
            await platform.sessions.end(ada, bob.session)
        assert await sessions_of(platform, bob) == [bob.session]

    async def test_all_but_this_one_are_ended_at_once(self, platform: Platform) -> None:
        ada, bob = await enter(platform, email=EMAIL), await enter(platform, "Bob")
        for _ in range(2):
            await sign_in(platform, EMAIL, RIGHT)
        await platform.sessions.end_others(ada)
        assert await sessions_of(platform, ada) == [ada.session]
        assert await sessions_of(platform, bob) == [bob.session]
