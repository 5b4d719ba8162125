"""Complaining about an account, a conference or a message."""

from datetime import timedelta

import pytest
from PIL import Image

from tests.support.acting import (
    NOBODY,
    NOWHERE,
    broadcast,
    create,
    enter,
    mailed,
)
from tests.support.images import encoded, upload
from tests.support.meanwhile import overtaken
from tests.support.pages import present
from tests.support.platform import Platform
from tests.support.verdicts import DISMISSAL
from wexstream.domain.model.account import AccountChanges
from wexstream.domain.model.conference import ConferenceChanges, Visibility
from wexstream.domain.model.errors import Invalid, NotFound, NotSignedIn, OwnAccount
from wexstream.domain.model.ids import MessageId, ReportId
from wexstream.domain.model.moderation import EVIDENCE_KEPT, TOLD_EVERY, Evidence, Report, Subject
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.reporting import Complaint

PICTURE = encoded(Image.new("RGB", (300, 300), "teal"), "PNG")
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
        platform.clock.advance(TOLD_EVERY)
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

    async def test_is_kept_with_its_picture_until_the_case_is_long_closed(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await platform.accounts.set_picture(bob, upload(PICTURE))
        report = await kept(platform, await platform.reporting.report_account(ada, bob.account, RUDE))
        assert report.evidence is not None
        shown = present(report.evidence.picture)
        await platform.accounts.set_picture(bob, upload(PICTURE))
        await platform.run_jobs()
        assert await platform.pictures.get(shown) is not None
        clara = await enter(platform, "Clara", moderator=True)
        await platform.moderation.resolve(clara, report.id, DISMISSAL)
        platform.clock.advance(EVIDENCE_KEPT + timedelta(seconds=1))
        await platform.housekeeping.purge()
        await platform.run_jobs()
        assert await platform.pictures.get(shown) is None

    async def test_may_have_the_picture_still_when_it_is_evidence_no_more(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        clara = await enter(platform, "Clara", moderator=True)
        await platform.accounts.set_picture(bob, upload(PICTURE))
        report = await platform.reporting.report_account(ada, bob.account, RUDE)
        await platform.moderation.resolve(clara, report, DISMISSAL)
        platform.clock.advance(EVIDENCE_KEPT + timedelta(seconds=1))
        await platform.housekeeping.purge()
        await platform.run_jobs()
        assert await platform.people.picture(ada, bob.account)

    async def test_that_is_erased_takes_along_its_pictures_old_ones_too(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await platform.accounts.set_picture(bob, upload(PICTURE))
        report = await kept(platform, await platform.reporting.report_account(ada, bob.account, RUDE))
        assert report.evidence is not None
        await platform.accounts.set_picture(bob, upload(PICTURE))
        await platform.privacy.erase(bob, password="password of Bob")
        await platform.run_jobs()
        assert await platform.pictures.get(present(report.evidence.picture)) is None
        left = await kept(platform, report.id)
        assert left.evidence is not None
        assert left.evidence.picture is None

    async def test_that_was_met_in_a_conference_is_kept_with_its_title(self, platform: Platform) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        room = await broadcast(platform, eve, Visibility.PUBLIC)
        for guest in (ada, bob):
            await platform.rooms.join(guest, room)
        for accused in (bob, eve):
            made = await platform.reporting.report_account(ada, accused.account, RUDE, met_in=room)
            report = await kept(platform, made)
            assert (report.subject, report.conference, report.accused) == (
                Subject.ACCOUNT,
                room,
                accused.account,
            )
            assert report.evidence is not None
            assert report.evidence.title == "On engines"

    async def test_cannot_be_said_to_have_been_where_it_was_not_or_one_may_not_be(
        self, platform: Platform
    ) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        room, hidden = await broadcast(platform, eve, Visibility.PUBLIC), await broadcast(platform, bob)
        for where in (room, hidden, NOWHERE):
            with pytest.raises(NotFound):
                await platform.reporting.report_account(ada, bob.account, RUDE, met_in=where)

    async def test_cannot_be_said_to_have_been_met_by_who_was_not_there(self, platform: Platform) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        room = await broadcast(platform, eve, Visibility.PUBLIC)
        await platform.rooms.join(bob, room)
        for accused in (bob, eve):
            with pytest.raises(NotFound):
                await platform.reporting.report_account(ada, accused.account, RUDE, met_in=room)


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
        platform.clock.advance(TOLD_EVERY)
        assert await mailed(platform, ADMIN) == ["report"]
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
