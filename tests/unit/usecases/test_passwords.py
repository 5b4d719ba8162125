"""Passwords of accounts: which are accepted, and how they change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.acting import (
    ORIGIN,
    account_at,
    account_of,
    enter,
    mailed,
    newest_token,
    sessions_of,
    sign_in,
)
from tests.support.meanwhile import Meanwhile
from tests.support.pages import present
from tests.support.platform import BREACHED, Platform
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.errors import (
    Invalid,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    NotSignedIn,
    WrongPassword,
)
from wexstream.domain.usecases.entrance import SuspendedSignIn

EMAIL = "ada@example.org"
OLD = "password of Ada Lovelace"
NEW = "something else"


async def request(platform: Platform, email: str = EMAIL) -> str:
    await platform.passwords.request_reset(email, origin=ORIGIN)
    return await newest_token(platform, email)


async def reset(platform: Platform, token: str, new: str = NEW) -> None:
    await platform.passwords.reset(token=token, new=new, origin=ORIGIN)


class TestChanging:
    async def test_ends_the_other_sessions_and_is_told_by_mail(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)
        await sign_in(platform, EMAIL, OLD)
        await platform.passwords.change(ada, current=OLD, new=NEW)
        assert await sessions_of(platform, ada) == [ada.session]
        await sign_in(platform, EMAIL, NEW)
        assert await mailed(platform, EMAIL) == ["password-changed"]

    async def test_wants_the_present_one(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)
        with pytest.raises(WrongPassword):
            await platform.passwords.change(ada, current="wrong", new=NEW)
        await sign_in(platform, EMAIL, OLD)

    @pytest.mark.parametrize("new", ["short", BREACHED, "Ada Lovelace", "ada@example.org"])
    async def test_to_one_that_is_easily_guessed_is_refused(self, platform: Platform, new: str) -> None:
        ada = await enter(platform, email=EMAIL)
        token = await request(platform)
        with pytest.raises(Invalid) as refused:
            await platform.passwords.change(ada, current=OLD, new=new)
        assert [fault.field for fault in refused.value.faults] == ["new"]
        with pytest.raises(Invalid):
            await reset(platform, token, new)
        await sign_in(platform, EMAIL, OLD)

    async def test_puts_links_to_a_new_password_and_to_a_new_address_out_of_use(
        self, platform: Platform
    ) -> None:
        ada = await enter(platform, email=EMAIL)
        token = await request(platform)
        await platform.registration.move(ada, email="countess@example.org", password=OLD)
        moving = await newest_token(platform, "countess@example.org")
        await platform.passwords.change(ada, current=OLD, new=NEW)
        with pytest.raises(LinkExpired):
            await reset(platform, token)
        with pytest.raises(LinkExpired):
            await platform.registration.confirm_move(moving, password=OLD, origin=ORIGIN)

    async def test_twice_at_once_is_done_once(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)

        async def change() -> None:
            await platform.passwords.change(ada, current=OLD, new=NEW)

        slow = replace(platform.passwords, hasher=Meanwhile(change))
        with pytest.raises(WrongPassword):
            await slow.change(ada, current=OLD, new="another thing")
        await sign_in(platform, EMAIL, NEW)

    async def test_is_refused_to_who_is_not_there_any_more(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)
        await platform.privacy.erase(ada, password=OLD)
        with pytest.raises(NotSignedIn):
            await platform.passwords.change(ada, current=OLD, new=NEW)


class TestResetting:
    async def test_sets_a_new_password_once_and_ends_all_sessions(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)
        token = await request(platform, "ada@example.org")
        await reset(platform, token)
        assert not await sessions_of(platform, ada)
        await sign_in(platform, EMAIL, NEW)
        assert await mailed(platform, EMAIL) == ["reset", "password-changed"]
        with pytest.raises(LinkUsed):
            await reset(platform, token)

    async def test_works_by_the_newest_link_and_until_it_ends(self, platform: Platform) -> None:
        await enter(platform, email=EMAIL)
        first = await request(platform)
        second = await request(platform)
        with pytest.raises(LinkExpired):
            await reset(platform, first)
        platform.clock.advance(timedelta(hours=24))
        with pytest.raises(LinkExpired):
            await reset(platform, second)
        with pytest.raises(LinkUnknown):
            await reset(platform, "x")

    async def test_of_an_address_that_nobody_has_mails_nothing(self, platform: Platform) -> None:
        await platform.passwords.request_reset(EMAIL, origin=ORIGIN)
        assert not await mailed(platform, EMAIL)

    async def test_verifies_the_address_too(self, platform: Platform) -> None:
        ada = await enter(platform, state=AccountState.UNVERIFIED, email=EMAIL)
        await reset(platform, await request(platform))
        assert (await account_of(platform, ada)).state is AccountState.ACTIVE
        await sign_in(platform, EMAIL, NEW)

    async def test_is_the_owners_whoever_else_signed_up_with_the_address(self, platform: Platform) -> None:
        await enter(platform, email=EMAIL)
        await enter(platform, "An impostor", state=AccountState.UNVERIFIED, email=EMAIL)
        await reset(platform, await request(platform))
        assert (await sign_in(platform, EMAIL, NEW)).account == present(await account_at(platform, EMAIL)).id

    async def test_asked_for_too_often_mails_no_more_and_leaves_the_last_link(
        self, platform: Platform
    ) -> None:
        await enter(platform, email=EMAIL)
        for _ in range(7):
            await platform.passwords.request_reset(EMAIL, origin=ORIGIN)
            await platform.run_jobs()
        assert await mailed(platform, EMAIL) == ["reset"] * 6
        await reset(platform, await newest_token(platform, EMAIL))

    async def test_lets_nobody_in_again_whose_address_is_banned(self, platform: Platform) -> None:
        moderator = await enter(platform, "Moderator", moderator=True)
        banned = await enter(platform, email=EMAIL)
        await platform.moderation.suspend(moderator, banned.account, SUSPENSION)
        await platform.privacy.erase(banned, password=OLD)
        await enter(platform, state=AccountState.UNVERIFIED, email=EMAIL)
        await platform.passwords.request_reset(EMAIL, origin=ORIGIN)
        assert await mailed(platform, EMAIL) == []

    async def test_is_of_no_use_when_the_address_was_banned_meanwhile(self, platform: Platform) -> None:
        ada = await enter(platform, state=AccountState.UNVERIFIED, email=EMAIL)
        token = await request(platform)
        ban = platform.registration.links.bans.digest(EMAIL)
        await platform.storage.unit.run(lambda tx: tx.bans.add(ban, until=None))
        with pytest.raises(LinkExpired):
            await reset(platform, token)
        assert (await account_of(platform, ada)).state is AccountState.UNVERIFIED

    async def test_lets_who_is_suspended_leave(self, platform: Platform) -> None:
        await enter(platform, state=AccountState.SUSPENDED, email=EMAIL)
        await reset(platform, await request(platform))
        with pytest.raises(SuspendedSignIn):
            await sign_in(platform, EMAIL, NEW)

    async def test_puts_the_link_to_a_new_address_out_of_use(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)
        await platform.registration.move(ada, email="thief@example.org", password=OLD)
        moving = await newest_token(platform, "thief@example.org")
        await reset(platform, await request(platform))
        with pytest.raises(LinkExpired):
            await platform.registration.confirm_move(moving, password=OLD, origin=ORIGIN)

    async def test_twice_at_once_is_done_once(self, platform: Platform) -> None:
        await enter(platform, email=EMAIL)
        token = await request(platform)

        async def first() -> None:
            await reset(platform, token)

        slow = replace(platform.passwords, hasher=Meanwhile(first))
        with pytest.raises(LinkUsed):
            await slow.reset(token=token, new="another thing", origin=ORIGIN)
        await sign_in(platform, EMAIL, NEW)
