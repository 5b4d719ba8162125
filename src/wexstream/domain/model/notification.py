"""Notifications: that something happened, as typed data; the words are the reader's language's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from wexstream.domain.model.account import MailChoices
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, NotificationId


class NotificationKind(StrEnum):
    """What happened."""

    CONNECTION_REQUESTED = "connection-requested"
    CONNECTION_APPROVED = "connection-approved"
    CONFERENCE_LIVE = "conference-live"
    CONFERENCE_FINISHED = "conference-finished"
    MESSAGE_RECEIVED = "message-received"
    MODERATOR_WARNED = "moderator-warned"
    ACCOUNT_RESTORED = "account-restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One happening told to one account: who did it, about which conference or message."""

    id: NotificationId
    account: AccountId
    kind: NotificationKind
    created_at: datetime
    actor: AccountId | None = None
    conference: ConferenceId | None = None
    message: MessageId | None = None
    read: bool = False


def wants_mail(choices: MailChoices, kind: NotificationKind) -> bool:
    """Tell whether a person asked for mails of this kind; a moderator's decision always comes by mail."""
    match kind:
        case NotificationKind.CONNECTION_REQUESTED:
            return choices.requests
        case NotificationKind.CONNECTION_APPROVED:
            return choices.approvals
        case NotificationKind.CONFERENCE_LIVE:
            return choices.live
        case NotificationKind.CONFERENCE_FINISHED:
            return choices.finished
        case NotificationKind.MESSAGE_RECEIVED:
            return choices.messages
        case NotificationKind.MODERATOR_WARNED | NotificationKind.ACCOUNT_RESTORED:
            return True
    assert_never(kind)
