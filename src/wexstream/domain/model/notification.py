"""Notifications: that something happened, as typed data; the words are the reader's language's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from wexstream.domain.model.account import MailChoice, MailChoices
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, NotificationId, SanctionId


class NotificationKind(StrEnum):
    """What happened."""

    CONNECTION_REQUESTED = "connection-requested"
    CONNECTION_APPROVED = "connection-approved"
    CONFERENCE_LIVE = "conference-live"
    CONFERENCE_FINISHED = "conference-finished"
    MESSAGE_RECEIVED = "message-received"
    MODERATOR_WARNED = "moderator-warned"
    ACCOUNT_RESTORED = "account-restored"
    WARNING_WITHDRAWN = "warning-withdrawn"
    APPEAL_UPHELD = "appeal-upheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One happening told to one account: who did it, about which conference, message or sanction."""

    id: NotificationId
    account: AccountId
    kind: NotificationKind
    created_at: datetime
    actor: AccountId | None = None
    conference: ConferenceId | None = None
    message: MessageId | None = None
    sanction: SanctionId | None = None
    read: bool = False


def mail_choice(kind: NotificationKind) -> MailChoice | None:
    """Tell which mails those of a kind are; None for a moderator's decision, which nobody can turn off."""
    match kind:
        case NotificationKind.CONNECTION_REQUESTED:
            return MailChoice.REQUESTS
        case NotificationKind.CONNECTION_APPROVED:
            return MailChoice.APPROVALS
        case NotificationKind.CONFERENCE_LIVE:
            return MailChoice.LIVE
        case NotificationKind.CONFERENCE_FINISHED:
            return MailChoice.FINISHED
        case NotificationKind.MESSAGE_RECEIVED:
            return MailChoice.MESSAGES
        case (
            NotificationKind.MODERATOR_WARNED
            | NotificationKind.ACCOUNT_RESTORED
            | NotificationKind.WARNING_WITHDRAWN
            | NotificationKind.APPEAL_UPHELD
        ):
            return None
    assert_never(kind)


def wants_mail(choices: MailChoices, kind: NotificationKind) -> bool:
    """Tell whether a person wants mails of a kind; a moderator's decision always comes by mail."""
    choice = mail_choice(kind)
    return choice is None or choices.wants(choice)
