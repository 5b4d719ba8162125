"""One's own data: taking it along, and erasing it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from tests.support.acting import (
    account_of,
    befriend,
    broadcast,
    enter,
    find_account,
    mailed,
    present_in,
    sign_up,
)
from tests.support.images import encoded, upload
from tests.support.meanwhile import Meanwhile
from tests.support.pages import present
from tests.support.platform import Platform
from tests.support.taking_along import take_along
from tests.support.verdicts import WARNING
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.bundle import PAUSE
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.errors import NotFound, NotSignedIn, ProofRequired, WrongPassword
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.reporting import Complaint
from wexstream.ports import views

UPLOAD = encoded(Image.new("RGB", (8, 8)), "PNG")
PASSWORD = "password of Ada Lovelace"


@pytest.mark.parametrize("state", AccountState)
class TestTakingAlong:
    async def test_is_for_everybody_in_whatever_state(self, platform: Platform, state: AccountState) -> None:
        ada = await enter(platform, state=state)
        taken = await take_along(platform, ada)
        assert (taken.account.id, taken.account.state) == (ada.account, state)

    async def test_is_over_with_the_account(self, platform: Platform, state: AccountState) -> None:
        ada = await enter(platform, state=state)
        await platform.privacy.erase(ada, password=PASSWORD)
        with pytest.raises(NotSignedIn):
            await take_along(platform, ada)


async def test_who_erases_the_account_just_before_it_is_read_takes_nothing_along(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await enter(platform)
    queries = platform.privacy.queries
    read = queries.export

    @asynccontextmanager
    async def read_late(viewer: Viewer) -> AsyncGenerator[views.Export | None]:
        await platform.privacy.erase(ada, password=PASSWORD)
        async with read(viewer) as data:
            yield data

    monkeypatch.setattr(queries, "export", read_late)
    with pytest.raises(NotSignedIn):
        await take_along(platform, ada)


async def test_the_picture_is_taken_along(platform: Platform) -> None:
    ada = await enter(platform)
    await platform.accounts.set_picture(ada, upload(UPLOAD))
    picture = present((await account_of(platform, ada)).picture)
    async with platform.privacy.export(ada) as taken:
        assert taken.picture == await platform.pictures.get(picture)


async def test_who_has_no_picture_takes_none_along(platform: Platform) -> None:
    async with platform.privacy.export(await enter(platform)) as taken:
        assert taken.picture is None


class TestProof:
    async def test_is_a_sign_in_of_the_last_ten_minutes(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        platform.clock.advance(timedelta(minutes=10))
        await platform.privacy.erase(ada)
        assert await find_account(platform, ada) is None
        platform.clock.advance(timedelta(microseconds=1))
        with pytest.raises(ProofRequired):
            await platform.privacy.erase(bob)
        await platform.privacy.erase(bob, password="password of Bob")
        assert await find_account(platform, bob) is None

    async def test_is_not_a_wrong_password(self, platform: Platform) -> None:
        ada = await enter(platform)
        with pytest.raises(WrongPassword):
            await platform.privacy.erase(ada, password="wrong")
        assert await find_account(platform, ada) is not None


class TestErasing:
    async def test_leaves_nothing_that_identifies_and_what_others_have(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        bob, clara = await enter(platform, "Bob"), await enter(platform, "Clara", moderator=True)
        await befriend(platform, ada, bob)
        await platform.accounts.set_picture(ada, upload(UPLOAD))
        picture = present((await account_of(platform, ada)).picture)
        await platform.registration.move(ada, email="countess@example.org", password=PASSWORD)
        await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At five?")
        own = await broadcast(platform, ada, Visibility.PUBLIC)
        third = await broadcast(platform, bob, Visibility.PUBLIC)
        await platform.rooms.join(ada, third)
        await platform.reporting.report_account(ada, bob.account, Complaint(reason="Rude."))
        report = await platform.reporting.report_account(bob, ada.account, Complaint(reason="Rude."))
        await platform.moderation.resolve(clara, report, WARNING)
        await platform.run_jobs()
        await platform.privacy.erase(ada, password=PASSWORD)
        await platform.run_jobs()
        kept = await platform.storage.everything_kept()
        for identifying in (str(ada.account), "ada@example.org", "countess@example.org", "Lovelace"):
            assert identifying not in kept
        for address in ("ada@example.org", "countess@example.org"):
            assert not await mailed(platform, address)
        assert await platform.pictures.get(picture) is None
        assert await present_in(platform, third) == {bob.account}
        with pytest.raises(NotFound):
            await platform.conferences.show(bob, own)
        assert "At five?" in kept

    async def test_takes_the_name_out_of_mails_that_others_had_and_leaves_theirs(
        self, platform: Platform
    ) -> None:
        ada = await enter(platform, email="ada@example.org")
        bob, clara = await enter(platform, "Bob"), await enter(platform, "Clara")
        for one in (ada, clara):
            await platform.connections.ask(one, bob.account)
            await platform.run_jobs()
            platform.clock.advance(PAUSE)
        await platform.enquiries.send(
            name="Lovelace", email="Ada@example.org", subject="Hm", body="How?", origin="192.0.2.1"
        )
        await platform.reporting.report_account(clara, ada.account, Complaint(reason="Rude."))
        await platform.run_jobs()
        assert any("Lovelace" in kept.mail.subject for kept in await platform.mailbox.list())
        await platform.privacy.erase(ada, password=PASSWORD)
        [left] = await platform.mailbox.list()
        assert "Clara" in left.mail.text

    async def test_puts_a_pseudonym_into_reports(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        clara = await enter(platform, "Clara", moderator=True)
        await platform.reporting.report_account(ada, bob.account, Complaint(reason="Rude."))
        await platform.reporting.report_account(bob, ada.account, Complaint(reason="Rude."))
        await platform.privacy.erase(ada, password=PASSWORD)
        reports = (await platform.moderation.list(clara, Slice(), resolved=False)).items
        named = {(one.reporter.full_name, one.accused.full_name) for one in reports}
        [pseudonym] = {name for names in named for name in names} - {"Bob"}
        assert present(pseudonym).startswith("person-")
        assert named == {("Bob", pseudonym), (pseudonym, "Bob")}
        assert {present(one.evidence).name for one in reports} == {"Bob", pseudonym}

    async def test_frees_the_address(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await platform.privacy.erase(ada, password=PASSWORD)
        assert await sign_up(platform, "ada@example.org") is not None

    async def test_twice_at_once_is_done_once(self, platform: Platform) -> None:
        ada = await enter(platform)

        async def erase() -> None:
            await platform.privacy.erase(ada)

        passwords = replace(platform.passwords, hasher=Meanwhile(erase))
        with pytest.raises(NotSignedIn):
            await replace(platform.privacy, passwords=passwords).erase(ada, password=PASSWORD)
