"""What is asked first of all: whether somebody is signed in, and verified, and not suspended."""

from collections.abc import Awaitable, Callable

import pytest

from tests.support import builders
from tests.support.acting import NOBODY, NOWHERE, enter
from tests.support.images import upload
from tests.support.platform import Platform
from tests.support.taking_along import take_along
from tests.support.verdicts import DISMISSAL, SUSPENSION
from wexstream.domain.model.account import AccountChanges, AccountState
from wexstream.domain.model.conference import ConferenceChanges, ConferenceState, Visibility
from wexstream.domain.model.errors import AccountSuspended, EmailNotVerified, NotModerator, NotSignedIn
from wexstream.domain.model.ids import MessageId, NotificationId, ReportId, SanctionId, SessionId
from wexstream.domain.model.message import Box
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.sanction import Outcome, Settlement
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.domain.usecases.reporting import Complaint

Command = Callable[[Platform, Viewer | None], Awaitable[object]]

MESSAGE = MessageId(builders.IDS.new())
NOTIFICATION = NotificationId(builders.IDS.new())
REPORT = ReportId(builders.IDS.new())
SANCTION = SanctionId(builders.IDS.new())
ANSWER = Settlement(outcome=Outcome.UPHELD, words="It stays.")
SESSION = SessionId(builders.IDS.new())
RUDE = Complaint(reason="Rude.")
DRAFT = ConferenceDraft(title="On engines", visibility=Visibility.PUBLIC)

ACTIVE_ONLY: list[Command] = [
    lambda on, viewer: on.people.profile(viewer, NOBODY),
    lambda on, viewer: on.people.search(viewer, "ada", Slice()),
    lambda on, viewer: on.people.picture(viewer, NOBODY),
    lambda on, viewer: on.people.conferences(viewer, NOBODY, Slice()),
    lambda on, viewer: on.connections.list(viewer, Standing.CONNECTED, Slice()),
    lambda on, viewer: on.connections.ask(viewer, NOBODY),
    lambda on, viewer: on.connections.approve(viewer, NOBODY),
    lambda on, viewer: on.connections.decline(viewer, NOBODY),
    lambda on, viewer: on.connections.part(viewer, NOBODY),
    lambda on, viewer: on.connections.list_blocks(viewer, Slice()),
    lambda on, viewer: on.connections.block(viewer, NOBODY),
    lambda on, viewer: on.connections.unblock(viewer, NOBODY),
    lambda on, viewer: on.conferences.show(viewer, NOWHERE),
    lambda on, viewer: on.conferences.members(viewer, NOWHERE, Slice()),
    lambda on, viewer: on.conferences.create(viewer, DRAFT),
    lambda on, viewer: on.conferences.edit(viewer, NOWHERE, ConferenceChanges()),
    lambda on, viewer: on.conferences.start(viewer, NOWHERE),
    lambda on, viewer: on.conferences.finish(viewer, NOWHERE),
    lambda on, viewer: on.conferences.delete(viewer, NOWHERE),
    lambda on, viewer: on.rooms.join(viewer, NOWHERE),
    lambda on, viewer: on.rooms.withdraw(viewer, NOWHERE),
    lambda on, viewer: on.rooms.leave(viewer, NOWHERE),
    lambda on, viewer: on.timeline.list(viewer, ConferenceState.LIVE, Slice()),
    lambda on, viewer: on.timeline.live(viewer),
    lambda on, viewer: on.timeline.remove(viewer, NOWHERE),
    lambda on, viewer: on.messages.list(viewer, Box.INBOX, Slice()),
    lambda on, viewer: on.messages.show(viewer, MESSAGE),
    lambda on, viewer: on.messages.send(viewer, to=[NOBODY], subject="Tea", body="Tea?"),
    lambda on, viewer: on.messages.mark(viewer, MESSAGE, read=True),
    lambda on, viewer: on.messages.delete(viewer, MESSAGE),
    lambda on, viewer: on.notifications.list(viewer, Slice()),
    lambda on, viewer: on.notifications.show(viewer, NOTIFICATION),
    lambda on, viewer: on.notifications.count(viewer),
    lambda on, viewer: on.notifications.mark(viewer, NOTIFICATION, read=True),
    lambda on, viewer: on.notifications.mark_all_read(viewer),
    lambda on, viewer: on.notifications.delete(viewer, NOTIFICATION),
    lambda on, viewer: on.notifications.delete_all(viewer),
    lambda on, viewer: on.reporting.report_account(viewer, NOBODY, RUDE),
    lambda on, viewer: on.reporting.report_conference(viewer, NOWHERE, RUDE),
    lambda on, viewer: on.reporting.report_message(viewer, MESSAGE, RUDE),
]
MODERATORS_ONLY: list[Command] = [
    lambda on, viewer: on.moderation.list(viewer, Slice(), resolved=False),
    lambda on, viewer: on.moderation.list_suspended(viewer, Slice()),
    lambda on, viewer: on.moderation.resolve(viewer, REPORT, DISMISSAL),
    lambda on, viewer: on.moderation.suspend(viewer, NOBODY, SUSPENSION),
    lambda on, viewer: on.moderation.restore(viewer, NOBODY),
    lambda on, viewer: on.moderation.picture(viewer, REPORT),
    lambda on, viewer: on.appeals.list(viewer, Slice(), settled=False),
    lambda on, viewer: on.appeals.settle(viewer, SANCTION, ANSWER),
]
OWN_ACCOUNT: list[Command] = [
    lambda on, viewer: on.accounts.me(viewer),
    lambda on, viewer: on.accounts.change(viewer, AccountChanges()),
    lambda on, viewer: on.accounts.accept_terms(viewer, "1"),
    lambda on, viewer: on.accounts.remove_picture(viewer),
    lambda on, viewer: on.sessions.list(viewer, Slice()),
    lambda on, viewer: on.sessions.end_others(viewer),
    lambda on, viewer: on.registration.move(
        viewer, email="new@example.org", password="password of Ada Lovelace"
    ),
    lambda on, viewer: on.passwords.change(viewer, current="password of Ada Lovelace", new="something else"),
]
LEAVING: list[Command] = [
    take_along,
    lambda on, viewer: on.privacy.erase(viewer),
    lambda on, viewer: on.sessions.sign_out(viewer),
    lambda on, viewer: on.appeals.list_own(viewer, Slice()),
]


@pytest.mark.parametrize("command", [*ACTIVE_ONLY, *MODERATORS_ONLY, *OWN_ACCOUNT, *LEAVING])
async def test_nobody_may_do_what_needs_an_account(platform: Platform, command: Command) -> None:
    with pytest.raises(NotSignedIn):
        await command(platform, None)


@pytest.mark.parametrize("command", [*ACTIVE_ONLY, *MODERATORS_ONLY])
async def test_the_unverified_manage_themselves_alone(platform: Platform, command: Command) -> None:
    with pytest.raises(EmailNotVerified):
        await command(platform, await enter(platform, state=AccountState.UNVERIFIED, moderator=True))


@pytest.mark.parametrize("command", [*ACTIVE_ONLY, *MODERATORS_ONLY, *OWN_ACCOUNT])
async def test_the_suspended_may_leave_alone(platform: Platform, command: Command) -> None:
    with pytest.raises(AccountSuspended):
        await command(platform, await enter(platform, state=AccountState.SUSPENDED, moderator=True))


@pytest.mark.parametrize("command", MODERATORS_ONLY)
async def test_whoever_is_no_moderator_does_not_moderate(platform: Platform, command: Command) -> None:
    with pytest.raises(NotModerator):
        await command(platform, await enter(platform))


@pytest.mark.parametrize("state", [AccountState.ACTIVE, AccountState.UNVERIFIED])
@pytest.mark.parametrize("command", OWN_ACCOUNT)
async def test_the_own_account_is_managed_before_verifying_too(
    platform: Platform, command: Command, state: AccountState
) -> None:
    await command(platform, await enter(platform, state=state))


@pytest.mark.parametrize("state", AccountState)
@pytest.mark.parametrize("command", LEAVING)
async def test_everybody_may_leave_and_take_the_data_along(
    platform: Platform, command: Command, state: AccountState
) -> None:
    await command(platform, await enter(platform, state=state))


async def test_sessions_are_ended_by_who_is_not_suspended(platform: Platform) -> None:
    with pytest.raises(NotSignedIn):
        await platform.sessions.end(None, SESSION)
    with pytest.raises(AccountSuspended):
        await platform.sessions.end(await enter(platform, state=AccountState.SUSPENDED), SESSION)
    with pytest.raises(NotSignedIn):
        await platform.accounts.set_picture(None, upload(b""))
    with pytest.raises(AccountSuspended):
        await platform.accounts.set_picture(await enter(platform, state=AccountState.SUSPENDED), upload(b""))
