"""Notifications, as transactions keep them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, MessageId, NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind


class Notifications(Protocol):
    """What accounts were told.

    One account is told at most once that a conference is live, that it finished, or of a message. Wherever
    an owner is named, what that owner may not see now is left alone, as if it were not there.
    """

    async def add(self, notifications: Iterable[Notification]) -> Sequence[NotificationId]:
        """Tell; what was told before is left out. The ids of those that were added. The accounts are held."""
        ...

    async def tell(
        self,
        audience: Mapping[AccountId, NotificationId],
        kind: NotificationKind,
        conference: Conference,
        *,
        at: datetime,
    ) -> Sequence[NotificationId]:
        """Tell many of a conference of its speaker's, as ``add`` does; for each, the id is given."""
        ...

    async def find(self, notification: NotificationId) -> Notification | None:
        """Read one that its owner may see now."""
        ...

    async def mark(self, owner: AccountId, notification: NotificationId, *, read: bool) -> bool:
        """Mark one; tell whether there is one."""
        ...

    async def mark_all_read(self, owner: AccountId) -> None:
        """Mark all of an owner's as read."""
        ...

    async def remove(self, owner: AccountId, notification: NotificationId) -> bool:
        """Remove one; tell whether there was one."""
        ...

    async def remove_all(self, owner: AccountId) -> None:
        """Remove all of an owner's."""
        ...

    async def answer_request(self, *, asker: AccountId, asked: AccountId) -> None:
        """Mark as read that one asked another to connect."""
        ...

    async def withdraw_request(self, *, asker: AccountId, asked: AccountId) -> None:
        """Delete that one asked another to connect."""
        ...

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete the notifications that each of two has of the other."""
        ...

    async def follow_copy(self, owner: AccountId, message: MessageId, *, read: bool | None) -> None:
        """Mark the notification of a message as its copy is, or delete it (None)."""
        ...
