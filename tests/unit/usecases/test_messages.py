"""Private messages."""

from dataclasses import replace

import pytest

from tests.support import builders
from tests.support.acting import NOBODY, account_of, befriend, enter, kinds_told, mailed_to, told
from tests.support.clock import NOW
from tests.support.platform import Platform
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.account import AccountChanges, AccountState
from wexstream.domain.model.errors import Invalid, NotFound, NotSignedIn, RecipientUnavailable
from wexstream.domain.model.ids import AccountId, MessageId
from wexstream.domain.model.message import Box
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Viewer


async def write(platform: Platform, sender: Viewer, *to: Viewer) -> MessageId:
    names = [viewer.account for viewer in to]
    return await platform.messages.send(sender, to=names, subject="Tea", body="At five?")


async def box(platform: Platform, viewer: Viewer, which: Box = Box.INBOX) -> list[MessageId]:
    return [row.id for row in (await platform.messages.list(viewer, which, Slice())).items]


class TestWriting:
    async def test_gives_everybody_a_copy_and_tells_the_recipients(self, platform: Platform) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        sent = await write(platform, ada, bob, eve, bob)
        assert await box(platform, ada, Box.SENT) == [sent]
        shown = await platform.messages.show(ada, sent)
        assert [person.full_name for person in shown.recipients] == ["Bob", "Eve"]
        assert (shown.subject, shown.body, shown.read, shown.created_at) == ("Tea", "At five?", True, NOW)
        for viewer in (bob, eve):
            assert await box(platform, viewer) == [sent]
            copy = await platform.messages.show(viewer, sent)
            assert (copy.sender.full_name, copy.recipients, copy.read) == ("Ada Lovelace", [], False)
            assert await kinds_told(platform, viewer) == ["message-received"]
            assert await mailed_to(platform, viewer) == ["message-received"]
        assert not await told(platform, ada)

    async def test_to_nobody_to_too_many_to_oneself_or_nothing_is_refused(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        crowd = [AccountId(builders.IDS.new()) for _ in range(51)]
        for to, subject, body in (
            ([], "Tea", "At five?"),
            (crowd, "Tea", "At five?"),
            ([bob.account, ada.account], "Tea", "At five?"),
            ([bob.account], " ", "At five?"),
            ([bob.account], "Tea", "\x00"),
        ):
            with pytest.raises(Invalid):
                await platform.messages.send(ada, to=to, subject=subject, body=body)
        assert not await box(platform, bob)

    async def test_is_for_all_or_none_and_does_not_tell_for_whose_sake(self, platform: Platform) -> None:
        ada, bob, blocker = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        await befriend(platform, ada, bob)
        await platform.connections.block(blocker, ada.account)
        shy = await enter(platform, "Shy")
        await platform.accounts.change(shy, AccountChanges(messages_from_strangers=False))
        states = (AccountState.UNVERIFIED, AccountState.SUSPENDED)
        hidden = [await enter(platform, state=state) for state in states]
        for other in (blocker, shy, *hidden, replace(ada, account=NOBODY)):
            with pytest.raises(RecipientUnavailable):
                await write(platform, ada, bob, other)
        assert not await box(platform, bob)
        assert not await box(platform, ada, Box.SENT)
        await befriend(platform, ada, shy)
        await write(platform, ada, bob, shy)

    async def test_is_refused_to_who_is_not_there_any_more(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await platform.privacy.erase(ada, password="password of Ada Lovelace")
        with pytest.raises(NotSignedIn):
            await write(platform, ada, bob)


class TestKeeping:
    async def test_marking_a_copy_marks_its_notification(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        sent = await write(platform, ada, bob)
        for read in (True, False):
            await platform.messages.mark(bob, sent, read=read)
            assert (await platform.messages.show(bob, sent)).read is read
            assert [one.read for one in await told(platform, bob)] == [read]
            counters = await platform.notifications.count(bob)
            assert (counters.messages, counters.notifications) == ((0, 0) if read else (1, 1))

    async def test_deleting_a_copy_takes_its_notification_and_nobody_elses_copy(
        self, platform: Platform
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        sent = await write(platform, ada, bob)
        [notification] = await told(platform, bob)
        await platform.messages.delete(bob, sent)
        assert not await told(platform, bob)
        await platform.run_jobs()
        assert str(notification.id) not in await platform.storage.everything_kept()
        assert not await box(platform, bob)
        assert await box(platform, ada, Box.SENT) == [sent]

    async def test_what_is_not_ones_own_is_not_there(self, platform: Platform) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        sent = await write(platform, ada, bob)
        await platform.messages.delete(bob, sent)
        for viewer in (bob, eve):
            with pytest.raises(NotFound):
                await platform.messages.show(viewer, sent)
            with pytest.raises(NotFound):
                await platform.messages.mark(viewer, sent, read=True)
            with pytest.raises(NotFound):
                await platform.messages.delete(viewer, sent)

    async def test_what_was_received_stays_readable_whatever_becomes_of_its_sender(
        self, platform: Platform
    ) -> None:
        ada, bob, moderator = (
            await enter(platform),
            await enter(platform, "Bob"),
            await enter(platform, "Clara", moderator=True),
        )
        sent = await write(platform, ada, bob)
        assert (await platform.messages.show(bob, sent)).sender.id == ada.account
        await platform.moderation.suspend(moderator, ada.account, SUSPENSION)
        suspended = (await platform.messages.show(bob, sent)).sender
        assert (suspended.id, suspended.full_name) == (None, "Ada Lovelace")
        await platform.privacy.erase(ada, password="password of Ada Lovelace")
        erased = await platform.messages.show(bob, sent)
        assert (erased.sender.id, erased.sender.full_name, erased.body) == (None, None, "At five?")
        assert not erased.answerable


async def test_who_wants_no_mail_of_messages_gets_none(platform: Platform) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    await platform.accounts.change(bob, AccountChanges(mail_messages=False))
    await write(platform, ada, bob)
    assert not await mailed_to(platform, bob)
    assert not (await account_of(platform, bob)).mail.messages
