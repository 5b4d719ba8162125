"""Work that is done after a command, for certain, once or more.

An ``occasion`` tells one happening to an account from the next, so that a mail sent twice is recognisable.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias
from uuid import UUID

from wexstream.domain.model.ids import (
    AccountId,
    BundleId,
    ConferenceId,
    EnquiryId,
    LinkId,
    NotificationId,
    PictureId,
    ReportId,
    SanctionId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce:
    """Tell a speaker's network that a conference went live, and that it finished."""

    conference: ConferenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLink:
    """Mail a link to the address that it is for."""

    link: LinkId


@dataclass(frozen=True, slots=True, kw_only=True)
class MailMoveNotice:
    """Tell the present address that the account is about to move to that of the link."""

    link: LinkId


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddressKnown:
    """Tell the owner of an account that somebody tried to sign up with, or move to, his address."""

    account: AccountId
    occasion: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPasswordChanged:
    """Tell the owner of an account that its password was changed."""

    account: AccountId
    occasion: UUID


class WayChange(StrEnum):
    """How the ways to sign in to an account were changed."""

    SECOND_STEP_ON = "second-step-on"
    SECOND_STEP_OFF = "second-step-off"
    CODES_RENEWED = "codes-renewed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    SERVICE_LINKED = "service-linked"
    SERVICE_UNLINKED = "service-unlinked"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWayChanged:
    """Tell the owner of an account how the ways to sign in to it were changed.

    ``service`` is what people call the one that was linked or unlinked.
    """

    account: AccountId
    occasion: UUID
    change: WayChange
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSuspended:
    """Tell the owner of an account that it was suspended, and why: of which sanction is the occasion."""

    account: AccountId
    occasion: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MailUpheld:
    """Tell the owner of a suspended account that it stays so in spite of an appeal; of which sanction too."""

    account: AccountId
    occasion: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MailNotification:
    """Have a notification mailed, alone or with others, if it is still unread and to be seen."""

    notification: NotificationId


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBundle:
    """Mail what is in a bundle, as far as it is still unread and to be seen."""

    bundle: BundleId


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReport:
    """Tell the operator of new reports, unless the mail about one before this does."""

    report: ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAppeal:
    """Tell the operator of new appeals, unless the mail about one before this does."""

    sanction: SanctionId


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEnquiry:
    """Mail an enquiry to the operator."""

    enquiry: EnquiryId


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePicture:
    """Remove the file of a picture that nobody has any more, once it is no evidence."""

    picture: PictureId


ATTEMPTS_MOST = 20  # a mail server may be away overnight
_FIRST_DELAY = timedelta(seconds=10)
_LONGEST_DELAY = timedelta(hours=1)

Job: TypeAlias = (
    Announce
    | MailLink
    | MailMoveNotice
    | MailAddressKnown
    | MailPasswordChanged
    | MailWayChanged
    | MailSuspended
    | MailUpheld
    | MailNotification
    | MailBundle
    | MailReport
    | MailAppeal
    | MailEnquiry
    | RemovePicture
)


def delay_after(attempts: int) -> timedelta | None:
    """Tell how long a job waits that has failed so many times; None where it is held and not tried again.

    Ten seconds, twice as long each time, an hour at most.
    """
    if attempts >= ATTEMPTS_MOST:
        return None
    return min(_FIRST_DELAY * (1 << (attempts - 1)), _LONGEST_DELAY)


def account_in(job: Job) -> AccountId | None:
    """Tell which account a job names, if one: with that account it goes."""
    match job:
        case MailAddressKnown() | MailPasswordChanged() | MailWayChanged() | MailSuspended() | MailUpheld():
            return job.account
        case _:
            return None


class JobQueue(Protocol):
    """Takes work in the transaction that causes it.

    Committed, each job runs at least once; rolled back, never. A job that raises is tried again as
    ``delay_after`` says; one that fails for good is held, not dropped. In which order they run is not
    promised. Jobs bear ids alone: what they are about is loaded when they run, and is gone if it was erased
    meanwhile.
    """

    async def add(self, *jobs: Job) -> None:
        """Queue work."""
        ...

    async def add_for_later(self, job: Job, *, at: datetime, now: datetime) -> None:
        """Queue work that is not to be run before a time, told by the same clock as ``now``."""
        ...
