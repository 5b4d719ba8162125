"""Bundles: notifications of one kind that one account is told of by one mail, be it one or many."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wexstream.domain.model.ids import AccountId, BundleId
from wexstream.domain.model.notification import NotificationKind, mail_choice

PAUSE = timedelta(minutes=15)
"""How long after a mail the next one of its kind is sent: with all that has come meanwhile."""
WAITS = {NotificationKind.MESSAGE_RECEIVED: timedelta(minutes=1)}
"""How long mails of a kind wait in any case: whoever has the page open reads a message there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What is gathered for one mail: until it is closed, when it is to be sent."""

    id: BundleId
    account: AccountId
    kind: NotificationKind
    due_at: datetime
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether more is taken in: what nobody can turn off is told by a mail of its own."""
        return self.closed_at is None and mail_choice(self.kind) is not None

    def close(self, *, at: datetime) -> "Bundle":
        """Take nothing more in; closed already, nothing changes."""
        return self if self.closed_at is not None else replace(self, closed_at=at)


def due_at(kind: NotificationKind, *, last: Bundle | None, at: datetime) -> datetime:
    """Tell when a new bundle is to be mailed: soon, but not so soon after the last one of its kind.

    Some process may have closed that by a clock that was ahead, by years perhaps.
    """
    soon = at + WAITS.get(kind, timedelta(0))
    if last is None or last.closed_at is None or mail_choice(kind) is None:
        return soon
    return max(soon, min(last.closed_at, at) + PAUSE)
