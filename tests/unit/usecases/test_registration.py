"""Becoming a member: signing up, verifying an address, and moving to another."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from tests.support.acting import (
    ORIGIN,
    PASSWORD,
    account_at,
    account_of,
    enter,
    find_account,
    mailed,
    newest_token,
    sessions_of,
    sign_in,
    sign_up,
)
from tests.support.clock import NOW
from tests.support.images import encoded, upload
from tests.support.meanwhile import Meanwhile, overtaken
from tests.support.pages import present
from tests.support.platform import BREACHED, Platform
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.account import AccountChanges, AccountState, Consent, Language
from wexstream.domain.model.errors import (
    AccountSuspended,
    Invalid,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    NotSignedIn,
    WrongPassword,
)
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.registration import Application, Registration

APPLICATION = Application(
    full_name="Ada Lovelace", email="ada@example.org", password=PASSWORD, terms_version="1"
)


async def move(platform: Platform, viewer: Viewer, email: str, name: str = "Ada Lovelace") -> None:
    await platform.registration.move(viewer, email=email, password=f"password of {name}")


async def confirm(platform: Platform, token: str, name: str = "Ada Lovelace") -> None:
    await platform.registration.confirm_move(token, password=f"password of {name}", origin=ORIGIN)


def slowly(platform: Platform, happens: Callable[[], Awaitable[object]]) -> Registration:
    """Let something happen while a password is checked."""
    return replace(platform.registration, passwords=replace(platform.passwords, hasher=Meanwhile(happens)))


async def ban(platform: Platform, email: str) -> None:
    """Suspend the account of an address, which then erases itself."""
    moderator = await enter(platform, "Moderator", moderator=True)
    banned = await enter(platform, "Banned", email=email)
    await platform.moderation.suspend(moderator, banned.account, SUSPENSION)
    await platform.privacy.erase(banned, password="password of Banned")


class TestSigningUp:
    async def test_makes_an_unverified_account_of_what_was_given(self, platform: Platform) -> None:
        application = replace(
            APPLICATION,
            full_name="  Ada   Lovelace ",
            email=" ada@Example.org ",
            language=Language.FRENCH,
            time_zone="Europe/Paris",
        )
        await platform.registration.sign_up(application, origin=ORIGIN)
        made = present(await account_at(platform, "ada@example.org"))
        assert made.state is AccountState.UNVERIFIED
        assert made.full_name.split() == ["Ada", "Lovelace"]
        assert made.consent == Consent(terms_version="1", accepted_at=NOW)
        assert (made.language, made.time_zone) == (Language.FRENCH, "Europe/Paris")
        assert made.password_hash == f"hash of {PASSWORD}"
        assert not made.moderator

    async def test_in_no_language_is_signing_up_in_that_of_the_server(self, platform: Platform) -> None:
        made = present(await sign_up(platform, "ada@example.org"))
        assert made.language is Language.ENGLISH

    @pytest.mark.parametrize(
        ("state", "mails"),
        [
            (None, ["verify"]),
            (AccountState.UNVERIFIED, ["verify"]),
            (AccountState.ACTIVE, ["address-known"]),
            (AccountState.SUSPENDED, ["address-known"]),
        ],
    )
    async def test_answers_the_same_to_all_and_mails_what_fits(
        self, platform: Platform, state: AccountState | None, mails: list[str]
    ) -> None:
        known = await enter(platform, state=state, email="Ada@example.org") if state else None
        await platform.registration.sign_up(APPLICATION, origin=ORIGIN)
        assert await mailed(platform, "ada@example.org") + await mailed(platform, "Ada@example.org") == mails
        if known and state is not AccountState.UNVERIFIED:
            assert (await account_of(platform, known)).password_hash == "hash of password of Ada Lovelace"

    async def test_again_leaves_nothing_to_who_did_before(self, platform: Platform) -> None:
        await sign_up(platform, "ada@example.org", "An impostor")
        token = await newest_token(platform, "ada@example.org")
        impostor = await sign_in(platform, "ada@example.org")
        shown = platform.sessions.token(impostor)
        known = present(await platform.sessions.recognise(shown)).viewer
        await platform.accounts.change(known, AccountChanges(bio="I was here"))
        await platform.accounts.set_picture(known, upload(encoded(Image.new("RGB", (8, 8)), "PNG")))
        await platform.registration.move(known, email="thief@example.org", password=PASSWORD)
        moving = await newest_token(platform, "thief@example.org")
        application = replace(APPLICATION, password="another phrase")
        await platform.registration.sign_up(application, origin=ORIGIN)
        await platform.run_jobs()
        ada = present(await account_at(platform, "ada@example.org"))
        assert (ada.full_name, ada.bio, ada.picture) == ("Ada Lovelace", None, None)
        assert ada.password_hash == "hash of another phrase"
        assert await platform.sessions.recognise(shown) is None
        for refused in (
            platform.registration.verify(token, password=PASSWORD, origin=ORIGIN),
            platform.registration.confirm_move(moving, password=PASSWORD, origin=ORIGIN),
        ):
            with pytest.raises(LinkExpired):
                await refused

    async def test_again_lets_nobody_in_whom_a_moderator_has_shut_out(self, platform: Platform) -> None:
        moderator = await enter(platform, "Moderator", moderator=True)
        await platform.registration.sign_up(APPLICATION, origin=ORIGIN)
        applicant = present(await account_at(platform, "ada@example.org"))
        await platform.moderation.suspend(moderator, applicant.id, SUSPENSION)
        shut_out = await account_at(platform, "ada@example.org")
        await platform.registration.sign_up(replace(APPLICATION, full_name="Ada Again"), origin=ORIGIN)
        assert await account_at(platform, "ada@example.org") == shut_out

    async def test_with_a_banned_address_mails_nothing(self, platform: Platform) -> None:
        await ban(platform, "ada@example.org")
        await sign_up(platform, "ADA@example.org")
        await platform.registration.send_again("ada@example.org", origin=ORIGIN)
        assert not await mailed(platform, "ADA@example.org")

    @pytest.mark.parametrize("state", [None, AccountState.UNVERIFIED, AccountState.ACTIVE])
    async def test_and_then_signing_in_tells_nothing_about_the_address(
        self, platform: Platform, state: AccountState | None
    ) -> None:
        if state:
            await enter(platform, state=state, email="ada@example.org")
        await platform.registration.sign_up(APPLICATION, origin="198.51.100.7")
        session = await sign_in(platform, "ada@example.org")
        known = present(await platform.sessions.recognise(platform.sessions.token(session)))
        me = await platform.accounts.me(known.viewer)
        assert (me.full_name, me.state) == ("Ada Lovelace", AccountState.UNVERIFIED)

    async def test_with_anothers_address_takes_nothing_from_its_owner(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await platform.registration.sign_up(replace(APPLICATION, full_name="An impostor"), origin=ORIGIN)
        await platform.registration.send_again("ada@example.org", origin=ORIGIN)
        assert await mailed(platform, "ada@example.org") == ["address-known"]
        session = await sign_in(platform, "ada@example.org", "password of Ada Lovelace")
        assert session.account == ada.account

    async def test_that_somebody_erases_takes_no_enquiry_from_who_wrote_it(self, platform: Platform) -> None:
        impostor = await enter(platform, state=AccountState.UNVERIFIED, email="ada@example.org")
        await platform.enquiries.send(
            name="Ada", email="ada@example.org", subject="Hm", body="How?", origin=ORIGIN
        )
        await platform.privacy.erase(impostor, password="password of Ada Lovelace")
        assert await mailed(platform, "admin@example.org") == ["enquiry"]

    async def test_too_often_from_one_place_mails_no_more_and_the_last_link_goes_on_working(
        self, platform: Platform
    ) -> None:
        for number in range(9):
            again = replace(APPLICATION, password=f"phrase number {number}")
            await platform.registration.sign_up(again, origin=ORIGIN)
            await platform.run_jobs()
        assert await mailed(platform, "ada@example.org") == ["verify"] * 6
        token = await newest_token(platform, "ada@example.org")
        await platform.registration.verify(token, password="phrase number 8", origin=ORIGIN)

    async def test_is_mailed_whoever_else_has_had_mails_sent_there(self, platform: Platform) -> None:
        for _ in range(9):
            await platform.registration.send_again("ada@example.org", origin="198.51.100.7")
            await platform.registration.sign_up(APPLICATION, origin="198.51.100.7")
        mine = replace(APPLICATION, password="what only I know")
        await platform.registration.sign_up(mine, origin=ORIGIN)
        token = await newest_token(platform, "ada@example.org")
        await platform.registration.verify(token, password="what only I know", origin=ORIGIN)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            (replace(APPLICATION, full_name=" "), "full_name"),
            (replace(APPLICATION, email="ada"), "email"),
            (replace(APPLICATION, password="short"), "password"),
            (replace(APPLICATION, password=BREACHED), "password"),
            (replace(APPLICATION, password="adalovelace"), "password"),
            (replace(APPLICATION, terms_version="0"), "terms_version"),
            (replace(APPLICATION, time_zone="not a zone"), "time_zone"),
        ],
    )
    async def test_names_what_cannot_be_accepted(
        self, platform: Platform, wrong: Application, field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            await platform.registration.sign_up(wrong, origin=ORIGIN)
        assert [fault.field for fault in refused.value.faults] == [field]
        assert await account_at(platform, "ada@example.org") is None


class TestVerifying:
    async def test_makes_active_and_says_so_again(self, platform: Platform) -> None:
        made = present(await sign_up(platform, "ada@example.org"))
        token = await newest_token(platform, "ada@example.org")
        await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)
        verified = present(await account_at(platform, "ada@example.org"))
        assert verified == replace(made, state=AccountState.ACTIVE, verified_at=NOW)
        platform.clock.advance(timedelta(hours=1))
        await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)
        assert await account_at(platform, "ada@example.org") == verified

    async def test_takes_the_password_of_who_signed_up(self, platform: Platform) -> None:
        await sign_up(platform, "ada@example.org")
        token = await newest_token(platform, "ada@example.org")
        with pytest.raises(WrongPassword):
            await platform.registration.verify(token, password="that of another", origin=ORIGIN)
        assert present(await account_at(platform, "ada@example.org")).state is AccountState.UNVERIFIED
        await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)

    async def test_lets_nobody_in_who_signed_up_with_anothers_address(self, platform: Platform) -> None:
        await sign_up(platform, "ada@example.org")
        impostor = replace(APPLICATION, full_name="An impostor", password="what only I know")
        await platform.registration.sign_up(impostor, origin=ORIGIN)
        token = await newest_token(platform, "ada@example.org")
        with pytest.raises(WrongPassword):
            await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)

    async def test_twice_at_once_with_a_password_that_changes_meanwhile_is_refused(
        self, platform: Platform
    ) -> None:
        ada = await enter(platform, state=AccountState.UNVERIFIED, email="ada@example.org")
        await platform.registration.send_again("ada@example.org", origin=ORIGIN)
        token = await newest_token(platform, "ada@example.org")
        old = "password of Ada Lovelace"

        async def change() -> None:
            await platform.passwords.change(ada, current=old, new=PASSWORD)

        with pytest.raises(WrongPassword):
            await slowly(platform, change).verify(token, password=old, origin=ORIGIN)
        await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)

    async def test_is_of_no_use_when_the_address_became_anothers_meanwhile(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob", state=AccountState.UNVERIFIED)
        email = (await account_of(platform, bob)).email
        await platform.registration.send_again(email, origin=ORIGIN)
        token = await newest_token(platform, email)

        async def take() -> None:
            taken = replace(await account_of(platform, ada), email=email)
            await platform.storage.unit.run(lambda tx: tx.accounts.save(taken))

        with pytest.raises(LinkExpired):
            await slowly(platform, take).verify(token, password="password of Bob", origin=ORIGIN)

    async def test_works_until_the_link_ends(self, platform: Platform) -> None:
        await sign_up(platform, "ada@example.org")
        token = await newest_token(platform, "ada@example.org")
        platform.clock.advance(timedelta(hours=24))
        with pytest.raises(LinkExpired):
            await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)

    async def test_works_by_the_newest_link_alone(self, platform: Platform) -> None:
        await sign_up(platform, "ada@example.org")
        first = await newest_token(platform, "ada@example.org")
        await platform.registration.send_again("ada@EXAMPLE.org", origin=ORIGIN)
        second = await newest_token(platform, "ada@example.org")
        with pytest.raises(LinkExpired):
            await platform.registration.verify(first, password=PASSWORD, origin=ORIGIN)
        await platform.registration.verify(second, password=PASSWORD, origin=ORIGIN)

    async def test_of_what_is_no_link_is_refused(self, platform: Platform) -> None:
        with pytest.raises(LinkUnknown):
            await platform.registration.verify("x", password=PASSWORD, origin=ORIGIN)

    async def test_by_a_link_for_something_else_is_refused(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await move(platform, ada, "countess@example.org")
        token = await newest_token(platform, "countess@example.org")
        with pytest.raises(LinkUnknown):
            await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)

    @pytest.mark.parametrize("email", ["admin@example.org", "Admin@EXAMPLE.org"])
    async def test_the_administrators_address_makes_a_moderator_and_not_before(
        self, platform: Platform, email: str
    ) -> None:
        made = present(await sign_up(platform, email))
        assert not made.moderator
        await platform.registration.verify(
            await newest_token(platform, made.email), password=PASSWORD, origin=ORIGIN
        )
        assert present(await account_at(platform, "admin@example.org")).moderator

    @pytest.mark.parametrize("state", [None, AccountState.ACTIVE, AccountState.SUSPENDED])
    async def test_needs_no_new_link_but_for_who_is_unverified(
        self, platform: Platform, state: AccountState | None
    ) -> None:
        if state:
            await enter(platform, state=state, email="ada@example.org")
        await platform.registration.send_again("ada@example.org", origin=ORIGIN)
        assert not await mailed(platform, "ada@example.org")


class TestMoving:
    async def test_happens_on_the_click_and_the_old_address_is_told(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await move(platform, ada, "countess@example.org")
        assert await mailed(platform, "ada@example.org") == ["move-notice"]
        assert await mailed(platform, "countess@example.org") == ["move"]
        assert (await account_of(platform, ada)).email == "ada@example.org"
        token = await newest_token(platform, "countess@example.org")
        await confirm(platform, token)
        assert (await account_of(platform, ada)).email == "countess@example.org"
        assert await sessions_of(platform, ada) == [ada.session]
        with pytest.raises(LinkUsed):
            await confirm(platform, token)

    async def test_verifies_an_unverified_account(self, platform: Platform) -> None:
        ada = await enter(platform, state=AccountState.UNVERIFIED, email="typo@example.org")
        await move(platform, ada, "ada@example.org")
        await confirm(platform, await newest_token(platform, "ada@example.org"))
        moved = await account_of(platform, ada)
        assert (moved.state, moved.verified_at) == (AccountState.ACTIVE, NOW)

    async def test_to_the_administrators_address_makes_a_moderator(self, platform: Platform) -> None:
        ada = await enter(platform)
        await move(platform, ada, "admin@example.org")
        assert not (await account_of(platform, ada)).moderator
        await confirm(platform, await newest_token(platform, "admin@example.org"))
        assert (await account_of(platform, ada)).moderator

    async def test_wants_the_password(self, platform: Platform) -> None:
        ada = await enter(platform)
        with pytest.raises(WrongPassword):
            await platform.registration.move(ada, email="countess@example.org", password="wrong")
        assert not await mailed(platform, "countess@example.org")

    @pytest.mark.parametrize("state", [AccountState.ACTIVE, AccountState.SUSPENDED])
    async def test_to_an_address_that_is_anothers_tells_that_other_alone(
        self, platform: Platform, state: AccountState
    ) -> None:
        ada = await enter(platform, email="ada@example.org")
        await enter(platform, "Bob", state=state, email="bob@example.org")
        await move(platform, ada, "bob@example.org")
        assert await mailed(platform, "bob@example.org") == ["address-known"]
        assert await mailed(platform, "ada@example.org") == ["move-notice"]

    async def test_to_a_banned_address_mails_nothing_there(self, platform: Platform) -> None:
        await ban(platform, "banned@example.org")
        ada = await enter(platform, email="ada@example.org")
        await move(platform, ada, "banned@example.org")
        assert not await mailed(platform, "banned@example.org")
        assert await mailed(platform, "ada@example.org") == ["move-notice"]

    async def test_too_often_to_one_address_mails_no_more_and_leaves_the_last_link(
        self, platform: Platform
    ) -> None:
        ada = await enter(platform, email="ada@example.org")
        for _ in range(8):
            await move(platform, ada, "countess@example.org")
            await platform.run_jobs()
        assert await mailed(platform, "countess@example.org") == ["move"] * 6
        await confirm(platform, await newest_token(platform, "countess@example.org"))

    async def test_is_mailed_whoever_else_wants_to_move_there(self, platform: Platform) -> None:
        mallory, ada = await enter(platform, "Mallory"), await enter(platform)
        for _ in range(8):
            await move(platform, mallory, "countess@example.org", "Mallory")
        await move(platform, ada, "countess@example.org")
        await confirm(platform, await newest_token(platform, "countess@example.org"))
        assert (await account_of(platform, ada)).email == "countess@example.org"

    async def test_takes_the_password_of_who_asked(self, platform: Platform) -> None:
        mallory = await enter(platform, "Mallory")
        await move(platform, mallory, "admin@example.org", "Mallory")
        token = await newest_token(platform, "admin@example.org")
        with pytest.raises(WrongPassword):
            await platform.registration.confirm_move(token, password="that of the admin", origin=ORIGIN)
        assert not (await account_of(platform, mallory)).moderator
        await confirm(platform, token, "Mallory")

    async def test_with_a_password_that_changes_meanwhile_is_refused(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await move(platform, ada, "countess@example.org")
        token = await newest_token(platform, "countess@example.org")

        async def change() -> None:
            changed = (await account_of(platform, ada)).with_password("hash of another phrase")
            await platform.storage.unit.run(lambda tx: tx.accounts.save(changed))

        with pytest.raises(WrongPassword):
            await slowly(platform, change).confirm_move(
                token, password="password of Ada Lovelace", origin=ORIGIN
            )

    async def test_tells_no_address_that_was_never_shown_to_be_ones_own(self, platform: Platform) -> None:
        impostor = await enter(platform, state=AccountState.UNVERIFIED, email="ada@example.org")
        for number in range(3):
            await move(platform, impostor, f"other{number}@example.org")
        await platform.passwords.change(impostor, current="password of Ada Lovelace", new=PASSWORD)
        assert await mailed(platform, "ada@example.org") == []

    async def test_erases_an_unverified_account_of_the_new_address(self, platform: Platform) -> None:
        ada = await enter(platform)
        impostor = await enter(
            platform, "An impostor", state=AccountState.UNVERIFIED, email="countess@example.org"
        )
        await move(platform, ada, "countess@example.org")
        assert await find_account(platform, impostor) is not None
        await confirm(platform, await newest_token(platform, "countess@example.org"))
        assert await find_account(platform, impostor) is None
        assert (await account_of(platform, ada)).email == "countess@example.org"

    async def test_to_the_own_address_written_otherwise_changes_it(self, platform: Platform) -> None:
        ada = await enter(platform, state=AccountState.UNVERIFIED, email="ADA@example.org")
        await move(platform, ada, "ada@example.org")
        await confirm(platform, await newest_token(platform, "ada@example.org"))
        assert (await account_of(platform, ada)).email == "ada@example.org"

    async def test_is_of_no_use_when_the_address_was_taken_meanwhile(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await move(platform, ada, "shared@example.org")
        await move(platform, bob, "shared@example.org", "Bob")
        await platform.run_jobs()
        adas, bobs = (
            mail.links[0].partition("=")[2] for mail in await platform.mails_to("shared@example.org")
        )
        await confirm(platform, bobs, "Bob")
        with pytest.raises(LinkExpired):
            await confirm(platform, adas)
        assert (await account_of(platform, bob)).email == "shared@example.org"

    async def test_is_of_no_use_when_the_address_was_banned_meanwhile(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await move(platform, ada, "banned@example.org")
        token = await newest_token(platform, "banned@example.org")
        await ban(platform, "banned@example.org")
        with pytest.raises(LinkExpired):
            await confirm(platform, token)
        assert (await account_of(platform, ada)).email == "ada@example.org"

    async def test_is_nothing_that_a_suspended_account_may_do(self, platform: Platform) -> None:
        moderator = await enter(platform, "Moderator", moderator=True)
        ada = await enter(platform, email="ada@example.org")
        await move(platform, ada, "countess@example.org")
        token = await newest_token(platform, "countess@example.org")
        await platform.moderation.suspend(moderator, ada.account, SUSPENSION)
        with pytest.raises(AccountSuspended):
            await confirm(platform, token)
        assert (await account_of(platform, ada)).email == "ada@example.org"

    async def test_puts_links_to_a_new_password_out_of_use(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await platform.passwords.request_reset("ada@example.org", origin=ORIGIN)
        reset = await newest_token(platform, "ada@example.org")
        await move(platform, ada, "countess@example.org")
        await confirm(platform, await newest_token(platform, "countess@example.org"))
        with pytest.raises(LinkExpired):
            await platform.passwords.reset(token=reset, new=PASSWORD, origin=ORIGIN)

    async def test_is_refused_to_who_was_erased_a_moment_ago(self, platform: Platform) -> None:
        ada = await enter(platform)

        async def erase() -> None:
            await platform.storage.unit.run(lambda tx: tx.accounts.erase(ada.account))

        passwords = replace(platform.passwords, hasher=Meanwhile(erase))
        registration = replace(platform.registration, passwords=passwords)
        with pytest.raises(NotSignedIn):
            await registration.move(ada, email="countess@example.org", password="password of Ada Lovelace")

    async def test_by_a_link_whose_account_was_just_erased_is_refused(self, platform: Platform) -> None:
        ada = await enter(platform)
        await move(platform, ada, "countess@example.org")
        token = await newest_token(platform, "countess@example.org")
        with pytest.raises(LinkUnknown):
            await overtaken(platform, confirm(platform, token), by=lambda tx: tx.accounts.erase(ada.account))
