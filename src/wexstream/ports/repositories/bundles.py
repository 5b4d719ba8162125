"""Which notifications are mailed together, as transactions keep it."""

from collections.abc import Sequence
from typing import Protocol

from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.ids import AccountId, BundleId, NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind


class Bundles(Protocol):
    """Which notifications are mailed together. Changed under the lock of their account."""

    async def last(self, account: AccountId, kind: NotificationKind) -> Bundle | None:
        """Read an account's last one of a kind."""
        ...

    async def find(self, bundle: BundleId) -> Bundle | None:
        """Read one; None where there is a later one of its account and kind, or it was dropped."""
        ...

    async def save(self, bundle: Bundle) -> None:
        """Keep one as the last of its account and kind, whether it is new or was changed."""
        ...

    async def drop(self, bundle: BundleId) -> None:
        """Forget when it was; what is in it is still known to be."""
        ...

    async def put(self, bundle: BundleId, notification: NotificationId) -> bool:
        """Put a notification in; tell whether it was: not where it is gone, or is in one already."""
        ...

    async def told(self, bundle: BundleId) -> Sequence[Notification]:
        """Read what is in one, unread, and to be seen by its owner now; the newest first."""
        ...
