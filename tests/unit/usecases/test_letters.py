"""What each mail says, looked up when it is sent: nothing about what is gone by then."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from tests.support import builders
from tests.support.acting import (
    NOBODY,
    befriend,
    broadcast,
    create,
    enter,
    mailed,
    mailed_to,
    sign_up,
    told,
)
from tests.support.clock import NOW
from tests.support.keeping import keep, send
from tests.support.platform import POLICY, Platform
from tests.support.storage import MemoryStorage
from tests.support.verdicts import DISMISSAL, SUSPENSION, WARNING
from wexstream.domain.model.account import AccountChanges, AccountState, Language
from wexstream.domain.model.bundle import WAITS
from wexstream.domain.model.conference import Conference, ConferenceChanges, Visibility
from wexstream.domain.model.ids import EnquiryId, LinkId, NotificationId, ReportId, SanctionId
from wexstream.domain.model.message import Message
from wexstream.domain.model.moderation import TOLD_EVERY
from wexstream.domain.model.notification import NotificationKind as Kind
from wexstream.domain.model.notification import mail_choice
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.reporting import Complaint
from wexstream.ports.jobs import (
    Job,
    MailAddressKnown,
    MailAppeal,
    MailEnquiry,
    MailLink,
    MailMoveNotice,
    MailNotification,
    MailPasswordChanged,
    MailReport,
    MailSuspended,
    MailUpheld,
    MailWayChanged,
    WayChange,
)

ADMIN = "admin@example.org"
NEW: UUID = builders.IDS.new()
ALL_MAILS = AccountChanges(mail_live=True, mail_finished=True)
OF_SERVICES = (WayChange.SERVICE_LINKED, WayChange.SERVICE_UNLINKED)


async def friends(platform: Platform) -> tuple[Viewer, Viewer]:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    await befriend(platform, ada, bob)
    await platform.accounts.change(bob, ALL_MAILS)
    return ada, bob


@pytest.mark.parametrize(
    "job",
    [
        MailLink(link=LinkId(NEW)),
        MailMoveNotice(link=LinkId(NEW)),
        MailAddressKnown(account=NOBODY, occasion=NEW),
        MailPasswordChanged(account=NOBODY, occasion=NEW),
        MailWayChanged(account=NOBODY, occasion=NEW, change=WayChange.PASSKEY_ADDED),
        MailSuspended(account=NOBODY, occasion=NEW),
        MailUpheld(account=NOBODY, occasion=NEW),
        MailAppeal(sanction=SanctionId(NEW)),
        MailNotification(notification=NotificationId(NEW)),
        MailReport(report=ReportId(NEW)),
        MailEnquiry(enquiry=EnquiryId(NEW)),
    ],
)
async def test_of_what_is_gone_nothing_is_said(platform: Platform, job: Job) -> None:
    await platform.do_job(job)
    assert not await platform.mailbox.list()


class TestLinks:
    async def test_lead_to_a_page_in_the_language_of_the_account(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await platform.accounts.change(ada, AccountChanges(language=Language.FRENCH))
        await platform.passwords.request_reset("ada@example.org", origin="192.0.2.1")
        assert await mailed(platform, "ada@example.org") == ["reset"]
        [mail] = await platform.mails_to("ada@example.org")
        assert mail.language is Language.FRENCH
        assert mail.links[0].startswith("https://meet.example.org/reset-password?token=")

    async def test_to_an_address_that_nobody_verified_bear_no_name_that_a_stranger_may_have_typed(
        self, platform: Platform
    ) -> None:
        await sign_up(platform, "bob@example.org", name="Go to the bank of Eve")
        await platform.passwords.request_reset("bob@example.org", origin="192.0.2.1")
        assert await mailed(platform, "bob@example.org") == ["verify", "reset"]
        for mail in await platform.mails_to("bob@example.org"):
            assert mail.to_name is None
            assert "Eve" not in f"{mail.subject} {mail.text} {mail.html}"

    @pytest.mark.parametrize("change", ["superseded", "used", "expired"])
    async def test_that_work_no_longer_are_not_sent(self, platform: Platform, change: str) -> None:
        owner = builders.account(email="ada@example.org")
        link = builders.link(owner, email="countess@example.org")
        kept = {
            "superseded": replace(link, superseded=True),
            "used": replace(link, used_at=link.created_at),
            "expired": replace(link, expires_at=link.created_at),
        }[change]
        await keep(platform.storage.unit, owner, kept)
        for job in (MailLink(link=link.id), MailMoveNotice(link=link.id)):
            await platform.do_job(job)
        assert not await platform.mailbox.list()


class TestNotifications:
    async def test_of_each_kind_are_mailed_with_who_and_what(self, platform: Platform) -> None:
        ada, bob = await friends(platform)
        moderator = await enter(platform, "Clara", moderator=True)
        eve = await enter(platform, "Eve")
        await platform.connections.ask(eve, bob.account)
        conference = await broadcast(platform, ada)
        await platform.conferences.finish(ada, conference)
        await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At five?")
        report = await platform.reporting.report_account(ada, bob.account, Complaint(reason="Rude."))
        await platform.moderation.resolve(moderator, report, WARNING)
        assert set(await mailed_to(platform, bob)) == {
            "connection-requested",
            "conference-live",
            "conference-finished",
            "message-received",
            "moderator-warned",
        }
        assert not await platform.storage.held_jobs()

    async def test_that_were_read_are_not_mailed(self, platform: Platform) -> None:
        ada, bob = await friends(platform)
        eve = await enter(platform, "Eve")
        sent = await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At five?")
        await platform.messages.mark(bob, sent, read=True)
        await platform.connections.ask(eve, bob.account)
        await platform.connections.decline(bob, eve.account)
        assert not await mailed_to(platform, bob)

    async def test_of_what_may_not_be_seen_any_more_are_not_mailed(self, platform: Platform) -> None:
        ada, bob = await friends(platform)
        moderator, eve = await enter(platform, "Clara", moderator=True), await enter(platform, "Eve")
        await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At five?")
        await platform.messages.send(eve, to=[bob.account], subject="Tea", body="At five?")
        await platform.moderation.suspend(moderator, ada.account, SUSPENSION)
        await platform.connections.block(eve, bob.account)
        assert not await mailed_to(platform, bob)
        assert not await platform.storage.held_jobs()

    async def test_that_nobody_wants_are_not_mailed(self, platform: Platform) -> None:
        ada, bob = await friends(platform)
        await platform.connections.part(ada, bob.account)
        await platform.connections.ask(ada, bob.account)
        await platform.accounts.change(bob, AccountChanges(mail_requests=False))
        assert not await mailed_to(platform, bob)

    async def test_are_not_mailed_to_who_is_suspended_by_then(self, platform: Platform) -> None:
        ada, bob = await friends(platform)
        moderator = await enter(platform, "Clara", moderator=True)
        await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At five?")
        await platform.moderation.suspend(moderator, bob.account, SUSPENSION)
        assert await mailed_to(platform, bob) == ["suspended-for-good"]

    async def test_that_something_is_live_are_not_mailed_once_it_is_over(self, platform: Platform) -> None:
        ada, bob = await friends(platform)
        await platform.accounts.change(bob, AccountChanges(mail_finished=False))
        conference = await create(platform, ada)
        await platform.conferences.start(ada, conference)
        await platform.conferences.finish(ada, conference)
        assert not await mailed_to(platform, bob)
        assert len(await told(platform, bob)) == 2

    @pytest.mark.parametrize("kind", Kind)
    @pytest.mark.parametrize("without", ["actor", "subject"])
    async def test_that_lack_what_they_speak_of_are_not_mailed(
        self, platform: Platform, kind: Kind, without: str
    ) -> None:
        ada, bob = builders.account("Ada"), builders.account("Bob", email="bob@example.org")
        bob = bob.change(ALL_MAILS)
        live = builders.conference(ada, visibility=Visibility.PUBLIC)
        message = builders.message(ada)
        await keep(platform.storage.unit, ada, bob, live)
        await send(platform.storage.unit, message, ada, bob)
        abouts: dict[Kind, Conference | Message] = {
            Kind.CONFERENCE_LIVE: live,
            Kind.CONFERENCE_FINISHED: live,
            Kind.MESSAGE_RECEIVED: message,
        }
        of_nobody = mail_choice(kind) is None
        whole = builders.notification(bob, kind, actor=None if of_nobody else ada, about=abouts.get(kind))
        lacking = {
            "actor": replace(whole, id=NotificationId(NEW), account=bob.id, actor=None),
            "subject": replace(whole, id=NotificationId(NEW), conference=None, message=None),
        }[without]
        await keep(platform.storage.unit, lacking)
        await platform.do_job(MailNotification(notification=lacking.id))
        platform.clock.advance(max(WAITS.values()))
        sent = await mailed(platform, "bob@example.org")
        assert len(sent) == (1 if lacking == replace(whole, id=lacking.id) else 0)


class TestReports:
    async def test_are_told_to_the_operator_together_as_long_as_they_are_open(
        self, platform: Platform
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        moderator = await enter(platform, "Clara", moderator=True)
        filed = [
            await platform.reporting.report_account(ada, bob.account, Complaint(reason="He is rude."))
            for _ in range(3)
        ]
        await platform.moderation.resolve(moderator, filed[0], DISMISSAL)
        assert not await mailed(platform, ADMIN)
        platform.clock.advance(TOLD_EVERY)
        assert await mailed(platform, ADMIN) == ["report"]
        await platform.reporting.report_account(ada, bob.account, Complaint(reason="He is rude."))
        platform.clock.advance(TOLD_EVERY)
        assert await mailed(platform, ADMIN) == ["report", "report"]

    async def test_are_told_of_without_a_word_of_what_they_say(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await platform.reporting.report_account(ada, bob.account, Complaint(reason="He is rude."))
        platform.clock.advance(TOLD_EVERY)
        await platform.run_jobs()
        [mail] = await platform.mails_to(ADMIN)
        assert mail.links[0].endswith("/moderation")
        for untold in ("Bob", "Ada", "rude"):
            assert untold not in mail.subject + mail.text + mail.html

    async def test_that_are_decided_on_by_then_are_not_told(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        moderator = await enter(platform, "Clara", moderator=True)
        report = await platform.reporting.report_account(ada, bob.account, Complaint(reason="He is rude."))
        await platform.moderation.resolve(moderator, report, DISMISSAL)
        platform.clock.advance(TOLD_EVERY)
        assert not await mailed(platform, ADMIN)

    async def test_and_enquiries_go_nowhere_where_there_is_no_operator(self) -> None:
        platform = Platform(MemoryStorage(), policy=replace(POLICY, admin_email=None))
        ada, bob, enquiry = builders.account("Ada"), builders.account("Bob"), builders.enquiry()
        report = builders.report(ada, bob)
        await keep(platform.storage.unit, ada, bob, report, enquiry)
        appealed = builders.sanction(bob).plead("It was not me.", at=NOW)
        await keep(platform.storage.unit, appealed)
        jobs: Sequence[Job] = (
            MailReport(report=report.id),
            MailAppeal(sanction=appealed.id),
            MailEnquiry(enquiry=enquiry.id),
        )
        for job in jobs:
            await platform.do_job(job)
        assert not await platform.mailbox.list()


class TestNotices:
    @pytest.mark.parametrize("state", AccountState)
    async def test_go_to_the_address_of_the_account(self, platform: Platform, state: AccountState) -> None:
        ada = await enter(platform, state=state, email="ada@example.org")
        for job in (
            MailAddressKnown(account=ada.account, occasion=NEW),
            MailPasswordChanged(account=ada.account, occasion=NEW),
        ):
            await platform.do_job(job)
        assert await mailed(platform, "ada@example.org") == ["address-known", "password-changed"]

    async def test_of_a_service_name_it(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        for change in OF_SERVICES:
            job = MailWayChanged(account=ada.account, occasion=NEW, change=change, service="Example ID")
            await platform.do_job(job)
        assert await mailed(platform, "ada@example.org") == ["service-linked", "service-unlinked"]
        for mail in await platform.mails_to("ada@example.org"):
            assert "Example ID" in mail.subject
            assert mail.links[0] == "https://meet.example.org/settings"


@pytest.mark.parametrize("change", sorted(set(WayChange) - set(OF_SERVICES)))
async def test_how_one_signs_in_has_changed_is_told_by_a_letter_of_its_own(
    platform: Platform, change: WayChange
) -> None:
    ada = await enter(platform, email="ada@example.org")
    await platform.do_job(MailWayChanged(account=ada.account, occasion=NEW, change=change))
    assert await mailed(platform, "ada@example.org") == [change]


async def test_a_letter_sent_twice_is_recognised_and_two_happenings_are_two(platform: Platform) -> None:
    ada = await enter(platform, email="ada@example.org")
    for occasion in (NEW, NEW, builders.IDS.new()):
        await platform.do_job(MailPasswordChanged(account=ada.account, occasion=occasion))
    assert len(await platform.mails_to("ada@example.org")) == 2


async def test_a_title_is_mailed_as_it_is_when_the_mail_is_sent(platform: Platform) -> None:
    ada, bob = await friends(platform)
    conference = await create(platform, ada)
    await platform.conferences.start(ada, conference)
    await platform.conferences.edit(ada, conference, ConferenceChanges(title="Engines anew"))
    assert await mailed_to(platform, bob) == ["conference-live"]
    [mail] = await platform.mails_to((await platform.accounts.me(bob)).email)
    assert "Engines anew" in mail.subject
