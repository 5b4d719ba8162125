"""One mail for many notifications: which, when, and of what it tells."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.support import builders
from tests.support.acting import befriend, broadcast, create, enter
from tests.support.keeping import keep
from tests.support.meanwhile import overtaken
from tests.support.platform import Platform
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.account import AccountChanges, MailChoice
from wexstream.domain.model.bundle import PAUSE, WAITS, Bundle
from wexstream.domain.model.conference import ConferenceChanges, Visibility
from wexstream.domain.model.ids import BundleId, MessageId
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.digests import LISTED_MOST
from wexstream.ports.jobs import Job, MailBundle, MailNotification
from wexstream.ports.mail import Mail

BOB = "bob@example.org"
WAIT = WAITS[NotificationKind.MESSAGE_RECEIVED]


async def people(platform: Platform, many: int = 3) -> tuple[Viewer, Sequence[Viewer]]:
    """Bob, and others."""
    bob = await enter(platform, "Bob", email=BOB)
    return bob, [await enter(platform, f"Ada {number}") for number in range(1, many + 1)]


async def write(platform: Platform, sender: Viewer, *to: Viewer, subject: str = "Tea") -> MessageId:
    recipients = [one.account for one in to]
    return await platform.messages.send(sender, to=recipients, subject=subject, body="At five?")


async def mails_after(platform: Platform, passed: timedelta) -> list[Mail]:
    """Let what is queued happen, then time pass, and what is due by then happen; what has come to Bob."""
    await platform.run_jobs()
    platform.clock.advance(passed)
    await platform.run_jobs()
    return await platform.mails_to(BOB)


async def after_one_mail(platform: Platform) -> tuple[Viewer, Sequence[Viewer]]:
    """Bob, who was just mailed that somebody asked to connect, and others."""
    bob, others = await people(platform, 4)
    await platform.connections.ask(others[0], bob.account)
    assert len(await mails_after(platform, timedelta(0))) == 1
    return bob, others[1:]


class TestWhen:
    async def test_the_first_comes_at_once_and_the_others_together_after_a_while(
        self, platform: Platform
    ) -> None:
        bob, others = await after_one_mail(platform)
        for one in others:
            await platform.connections.ask(one, bob.account)
        assert len(await mails_after(platform, PAUSE - timedelta(seconds=1))) == 1
        first, rest = await mails_after(platform, timedelta(seconds=1))
        assert first.subject == "Ada 1 wants to connect with you"
        assert rest.subject == "3 people want to connect with you"
        assert all(name in rest.text for name in ("Ada 2", "Ada 3", "Ada 4"))
        assert "Ada 1" not in rest.text

    async def test_of_hundreds_a_day_a_few_mails_come(self, platform: Platform) -> None:
        bob, [ada] = await people(platform, 1)
        await befriend(platform, ada, bob)
        for _ in range(60):
            await write(platform, ada, bob)
            await mails_after(platform, timedelta(minutes=1))
        assert len(await mails_after(platform, PAUSE)) <= timedelta(hours=1) / PAUSE + 1

    async def test_after_a_quiet_while_the_next_comes_at_once_again(self, platform: Platform) -> None:
        bob, others = await after_one_mail(platform)
        platform.clock.advance(PAUSE)
        await platform.connections.ask(others[0], bob.account)
        assert len(await mails_after(platform, timedelta(0))) == 2

    async def test_mails_of_one_kind_do_not_delay_those_of_another(self, platform: Platform) -> None:
        bob, [ada, *_] = await after_one_mail(platform)
        await write(platform, ada, bob)
        assert len(await mails_after(platform, WAIT)) == 2

    async def test_nor_mails_to_one_those_to_another(self, platform: Platform) -> None:
        _, [ada, eve, _] = await after_one_mail(platform)
        clara = await enter(platform, "Clara", email="clara@example.org")
        for one in (ada, eve):
            await platform.connections.ask(one, clara.account)
        await platform.run_jobs()
        assert len(await platform.mails_to("clara@example.org")) == 1

    async def test_what_a_moderator_decides_comes_at_once_and_each_by_itself(
        self, platform: Platform
    ) -> None:
        bob, _ = await people(platform)
        account = await platform.storage.unit.run(lambda tx: tx.accounts.find(bob.account))
        assert account is not None
        kind = NotificationKind.MODERATOR_WARNED

        warnings = [builders.notification(account, kind) for _ in range(2)]
        await keep(platform.storage.unit, *warnings)
        for warned in warnings:
            await platform.do_job(MailNotification(notification=warned.id))
        assert len(await mails_after(platform, timedelta(0))) == 2


class TestWhat:
    async def test_what_was_read_meanwhile_is_left_out(self, platform: Platform) -> None:
        bob, others = await people(platform)
        sent = [await write(platform, one, bob, subject=f"Tea {n}") for n, one in enumerate(others)]
        await platform.run_jobs()
        await platform.messages.mark(bob, sent[1], read=True)
        [mail] = await mails_after(platform, WAIT)
        assert mail.subject == "2 new messages"
        assert "Tea 1" not in mail.text + mail.html

    async def test_one_that_is_left_is_told_as_if_it_had_been_alone(self, platform: Platform) -> None:
        bob, [ada, eve, _] = await people(platform)
        sent = await write(platform, ada, bob)
        await write(platform, eve, bob, subject="Cake")
        await platform.run_jobs()
        await platform.messages.mark(bob, sent, read=True)
        [mail] = await mails_after(platform, WAIT)
        assert mail.subject == "Ada 2 wrote to you: Cake"

    async def test_nothing_left_no_mail_comes_and_the_next_waits_for_nothing(
        self, platform: Platform
    ) -> None:
        bob, [ada, eve, _] = await people(platform)
        sent = await write(platform, ada, bob)
        await platform.run_jobs()
        await platform.messages.mark(bob, sent, read=True)
        assert not await mails_after(platform, WAIT)
        await write(platform, eve, bob)
        assert len(await mails_after(platform, WAIT)) == 1

    @pytest.mark.parametrize("hidden", ["blocked", "suspended", "erased", "withdrawn"])
    async def test_who_may_not_be_seen_any_more_is_left_out(self, platform: Platform, hidden: str) -> None:
        bob, [ada, eve, kim] = await after_one_mail(platform)
        for one in (ada, eve, kim):
            await platform.connections.ask(one, bob.account)
        await platform.run_jobs()
        match hidden:
            case "blocked":
                await platform.connections.block(ada, bob.account)
            case "suspended":
                moderator = await enter(platform, "Clara", moderator=True)
                await platform.moderation.suspend(moderator, ada.account, SUSPENSION)
            case "erased":
                await platform.privacy.erase(ada, password="password of Ada 2")
            case _:
                await platform.connections.part(ada, bob.account)
        _, mail = await mails_after(platform, PAUSE)
        assert mail.subject == "2 people want to connect with you"
        assert "Ada 2" not in mail.text + mail.html

    async def test_what_was_made_private_or_is_over_by_then_is_left_out(self, platform: Platform) -> None:
        bob, others = await people(platform, 4)
        await platform.accounts.change(bob, AccountChanges(mail_live=True))
        await befriend(platform, bob, *others)
        await broadcast(platform, others[0])
        live = [await create(platform, one, Visibility.PUBLIC) for one in others[1:]]
        for one, conference in zip(others[1:], live, strict=True):
            await platform.conferences.start(one, conference)
        await platform.run_jobs()
        await platform.conferences.finish(others[1], live[0])
        await platform.conferences.edit(others[2], live[1], ConferenceChanges(visibility=Visibility.PRIVATE))
        await platform.connections.part(bob, others[2].account)
        _, mail = await mails_after(platform, PAUSE)
        assert mail.subject == "Ada 4 is live: On engines"

    async def test_what_was_turned_off_by_then_does_not_come(self, platform: Platform) -> None:
        bob, others = await after_one_mail(platform)
        for one in others:
            await platform.connections.ask(one, bob.account)
        await platform.run_jobs()
        await platform.accounts.change(bob, AccountChanges(mail_requests=False))
        assert len(await mails_after(platform, PAUSE)) == 1

    async def test_for_what_was_read_at_once_or_is_not_wanted_no_mail_is_even_planned(
        self, platform: Platform
    ) -> None:
        bob, [ada, eve, _] = await people(platform)
        await platform.accounts.change(bob, AccountChanges(mail_requests=False))
        await platform.messages.mark(bob, await write(platform, ada, bob), read=True)
        await platform.connections.ask(eve, bob.account)
        done: list[Job] = []

        async def do(job: Job) -> None:
            done.append(job)
            await platform.do_job(job)

        await platform.storage.run_jobs(do)
        platform.clock.advance(PAUSE)
        await platform.storage.run_jobs(do)
        assert [type(job) for job in done] == [MailNotification, MailNotification]

    async def test_who_has_much_reads_of_the_newest_and_how_much_more_there_is(
        self, platform: Platform
    ) -> None:
        bob, [ada] = await people(platform, 1)
        await befriend(platform, ada, bob)
        for number in range(LISTED_MOST + 5):
            platform.clock.advance(timedelta(seconds=1))
            await write(platform, ada, bob, subject=f"Tea {number:02}")
        [mail] = await mails_after(platform, WAIT)
        assert mail.subject == f"{LISTED_MOST + 5} new messages"
        assert [line.rpartition(": ")[2] for line in mail.text.splitlines() if line.startswith("•")] == [
            f"Tea {number:02}" for number in range(LISTED_MOST + 4, 4, -1)
        ]
        assert "and 5 more" in mail.text


class TestAgain:
    async def test_whatever_is_done_twice_a_notification_is_mailed_once(self, platform: Platform) -> None:
        bob, [ada, eve, _] = await people(platform)
        done: list[Job] = []

        async def do(job: Job) -> None:
            done.append(job)
            await platform.do_job(job)

        for one in (ada, eve):
            await platform.connections.ask(one, bob.account)
        await platform.storage.run_jobs(do)
        platform.clock.advance(PAUSE)
        for job in done:
            await platform.do_job(job)
        platform.clock.advance(PAUSE)
        await platform.storage.run_jobs(do)
        assert [type(job) for job in done] == [MailNotification, MailNotification, MailBundle]
        assert len(await platform.mails_to(BOB)) == 1

    async def test_a_mail_that_is_sent_again_is_the_same_though_less_is_left(
        self, platform: Platform
    ) -> None:
        bob, others = await people(platform)
        sent = [await write(platform, one, bob) for one in others]
        jobs: list[Job] = []

        async def fail(job: Job) -> None:
            if not isinstance(job, MailBundle):
                return await platform.do_job(job)
            jobs.append(job)
            await platform.do_job(job)
            raise ConnectionError

        await platform.storage.run_jobs(fail)
        platform.clock.advance(WAIT)
        await platform.storage.run_jobs(fail)
        [first] = await platform.mails_to(BOB)
        for message in sent[1:]:
            await platform.messages.mark(bob, message, read=True)
        await platform.do_job(jobs[0])
        [second] = await platform.mails_to(BOB)
        assert first.message_id == second.message_id
        assert (first.subject, second.subject) == ("3 new messages", "Ada 1 wrote to you: Tea")

    async def test_what_is_known_of_the_last_mail_is_not_undone_by_those_before(
        self, platform: Platform
    ) -> None:
        bob, _ = await people(platform)
        now = platform.clock.now()
        kind = NotificationKind.CONNECTION_REQUESTED
        before, last = (
            Bundle(id=BundleId(builders.IDS.new()), account=bob.account, kind=kind, due_at=now)
            for _ in range(2)
        )
        for undo in (platform.gathering.close, platform.gathering.drop):
            await platform.storage.unit.run(lambda tx: tx.bundles.save(before))
            await overtaken(platform, undo(before.id), by=lambda tx: tx.bundles.save(last))
            assert await platform.storage.unit.run(lambda tx: tx.bundles.last(bob.account, kind)) == last
            await undo(before.id)
            assert await platform.storage.unit.run(lambda tx: tx.bundles.last(bob.account, kind)) == last


class TestHeaders:
    @pytest.mark.parametrize("choice", [MailChoice.REQUESTS, MailChoice.MESSAGES])
    async def test_what_can_be_turned_off_says_how(self, platform: Platform, choice: MailChoice) -> None:
        bob, [ada, *_] = await people(platform)
        if choice is MailChoice.REQUESTS:
            await platform.connections.ask(ada, bob.account)
        else:
            await write(platform, ada, bob)
        [mail] = await mails_after(platform, WAIT)
        start = f"https://meet.example.org/api/unsubscribe/{choice}."
        assert (mail.unsubscribe or "").startswith(start)
        await platform.opting_out.turn_off((mail.unsubscribe or "").rpartition("/")[2])
        me = await platform.accounts.me(bob)
        assert (me.mail_requests, me.mail_messages) == (choice != "requests", choice != "messages")

    async def test_what_one_person_writes_is_one_thread(self, platform: Platform) -> None:
        bob, [ada, eve, _] = await people(platform)
        for one in (ada, ada, eve):
            await write(platform, one, bob)
            await mails_after(platform, PAUSE)
        threads = [mail.thread for mail in await platform.mails_to(BOB)]
        assert threads[0] == threads[1] != threads[2]
        assert None not in threads

    async def test_what_several_write_is_none(self, platform: Platform) -> None:
        bob, [ada, eve, _] = await people(platform)
        for one in (ada, eve):
            await write(platform, one, bob)
        [mail] = await mails_after(platform, WAIT)
        assert mail.thread is None

    async def test_that_a_conference_is_live_and_that_it_finished_are_one_thread(
        self, platform: Platform
    ) -> None:
        bob, [ada, *_] = await people(platform)
        await platform.accounts.change(bob, AccountChanges(mail_live=True, mail_finished=True))
        await befriend(platform, ada, bob)
        for _ in range(2):
            conference = await broadcast(platform, ada)
            await platform.conferences.finish(ada, conference)
            await mails_after(platform, PAUSE)
        threads = [mail.thread for mail in await platform.mails_to(BOB)]
        assert len(threads) == 4
        assert len(set(threads)) == 2
