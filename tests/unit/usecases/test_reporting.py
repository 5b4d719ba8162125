"""Complaining about an account, a conference or a message."""

import pytest

from tests.support.acting import (
    NOBODY,
    NOWHERE,
    broadcast,
    create,
    enter,
    mailed,
)
from tests.support.meanwhile import overtaken
from tests.support.pages import present
from tests.support.platform import Platform
from wexstream.domain.model.account import AccountChanges
from wexstream.domain.model.conference import ConferenceChanges, Visibility
from wexstream.domain.model.errors import Invalid, NotFound, NotSignedIn, OwnAccount
from wexstream.domain.model.ids import MessageId, ReportId
from wexstream.domain.model.moderation import Evidence, Report, Subject
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.reporting import Complaint

RUDE = Complaint(reason=" He is rude. ")
ADMIN = "admin@example.org"


async def kept(platform: Platform, report: ReportId) -> Report:
    return present(await platform.storage.unit.run(lambda tx: tx.reports.find(report)))


async def write(platform: Platform, sender: Viewer, to: Viewer) -> MessageId:
    return await platform.messages.send(sender, to=[to.account], subject="Tea", body="Or else!")


class TestAnAccount:
    async def test_is_kept_as_it_was_and_the_operator_is_told(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await platform.accounts.change(bob, AccountChanges(bio="A rude line"))
        report = await kept(platform, await platform.reporting.report_account(ada, bob.account, RUDE))
        await platform.accounts.change(bob, AccountChanges(bio=None, full_name="Robert"))
        assert (report.subject, report.reporter, report.accused) == (
            Subject.ACCOUNT,
            ada.account,
            bob.account,
        )
        assert report.reason == "He is rude."
        assert report.evidence == Evidence(name="Bob", text="A rude line")
        assert await mailed(platform, ADMIN) == ["report"]

    async def test_is_one_that_is_found_or_that_one_blocks_oneself(self, platform: Platform) -> None:
        ada, bob, blocker = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        await platform.connections.block(blocker, ada.account)
        for who in (NOBODY, blocker.account):
            with pytest.raises(NotFound):
                await platform.reporting.report_account(ada, who, RUDE)
        await platform.connections.block(ada, bob.account)
        await platform.reporting.report_account(ada, bob.account, RUDE)
        with pytest.raises(OwnAccount):
            await platform.reporting.report_account(ada, ada.account, RUDE)

    async def test_is_reported_for_a_reason(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        with pytest.raises(Invalid):
            await platform.reporting.report_account(ada, bob.account, Complaint(reason=" "))


class TestAConference:
    async def test_is_kept_as_it_was(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        conference = await broadcast(platform, bob, Visibility.PUBLIC)
        await platform.conferences.edit(bob, conference, ConferenceChanges(description="Rude words"))
        made = await platform.reporting.report_conference(ada, conference, RUDE)
        await platform.conferences.delete(bob, conference)
        report = await kept(platform, made)
        assert (report.subject, report.accused, report.conference) == (
            Subject.CONFERENCE,
            bob.account,
            conference,
        )
        assert report.evidence == Evidence(name="Bob", title="On engines", text="Rude words")

    async def test_is_one_that_one_may_see_and_not_ones_own(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        for hidden in (NOWHERE, await create(platform, bob)):
            with pytest.raises(NotFound):
                await platform.reporting.report_conference(ada, hidden, RUDE)
        with pytest.raises(OwnAccount):
            await platform.reporting.report_conference(ada, await create(platform, ada), RUDE)


class TestAMessage:
    async def test_is_kept_as_it_was_although_its_sender_blocks_me(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        message = await write(platform, bob, ada)
        await platform.connections.block(bob, ada.account)
        made = await platform.reporting.report_message(ada, message, RUDE)
        await platform.messages.delete(ada, message)
        report = await kept(platform, made)
        assert (report.subject, report.accused, report.message) == (Subject.MESSAGE, bob.account, message)
        assert report.evidence == Evidence(name="Bob", title="Tea", text="Or else!")

    async def test_of_an_erased_sender_is_reported_and_the_operator_told(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        message = await write(platform, bob, ada)
        await platform.privacy.erase(bob, password="password of Bob")
        report = await kept(platform, await platform.reporting.report_message(ada, message, RUDE))
        assert (report.accused, report.evidence) == (None, Evidence(name="", title="Tea", text="Or else!"))
        assert await mailed(platform, ADMIN) == ["report"]
        [mail] = await platform.mails_to(ADMIN)
        assert "Tea" in mail.subject
        assert not await platform.storage.held_jobs()

    async def test_is_one_that_one_received(self, platform: Platform) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        message = await write(platform, bob, ada)
        for viewer in (bob, eve):
            with pytest.raises(NotFound):
                await platform.reporting.report_message(viewer, message, RUDE)

    async def test_is_not_reported_by_who_is_erased_at_the_same_time(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        message = await write(platform, bob, ada)
        with pytest.raises(NotSignedIn):
            await overtaken(
                platform,
                platform.reporting.report_message(ada, message, RUDE),
                by=lambda tx: tx.accounts.erase(ada.account),
            )
