"""Which notifications are mailed together, in memory."""

from collections.abc import Sequence

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.visible import sight_of
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.ids import AccountId, BundleId, NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind


class MemoryBundles:
    """Bundles, and in which of them each notification is."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def last(self, account: AccountId, kind: NotificationKind) -> Bundle | None:
        """Read an account's last one of a kind."""
        return self._draft.read().bundles.get((account, kind))

    async def find(self, bundle: BundleId) -> Bundle | None:
        """Read one, if it is the last of its account and kind."""
        return next((one for one in self._draft.read().bundles.values() if one.id == bundle), None)

    async def save(self, bundle: Bundle) -> None:
        """Keep one as the last of its account and kind."""
        (await self._draft.change()).bundles[bundle.account, bundle.kind] = bundle

    async def drop(self, bundle: BundleId) -> None:
        """Forget when it was."""
        (await self._draft.change()).bundles.remove_where(lambda one: one.id == bundle)

    async def put(self, bundle: BundleId, notification: NotificationId) -> bool:
        """Put a notification in; tell whether it was."""
        tables = await self._draft.change()
        if notification in tables.bundled or notification not in tables.notifications:
            return False
        tables.bundled[notification] = bundle
        return True

    async def told(self, bundle: BundleId) -> Sequence[Notification]:
        """Read what is in one, unread, and to be seen by its owner now; the newest first."""
        tables = self._draft.read()
        inside = (name for name, where in tables.bundled.items() if where == bundle)
        unread = [told for name in inside if (told := tables.notifications.get(name)) and not told.read]
        seen = [
            told for told in unread if sight_of(tables, tables.accounts[told.account]).sees_notification(told)
        ]
        return sorted(seen, key=lambda told: (told.created_at, told.id), reverse=True)
