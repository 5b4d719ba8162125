"""What an account was told."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.ids import NotificationId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifications:
    """Reading and keeping notifications. Each raises NotSignedIn, AccountSuspended, EmailNotVerified."""

    unit: UnitOfWork
    queries: Queries

    async def list(self, viewer: Viewer | None, part: Slice[datetime]) -> Page[views.Notification, datetime]:
        """List what the viewer was told."""
        return await self.queries.notifications(require_active(viewer), part)

    async def show(self, viewer: Viewer | None, notification: NotificationId) -> views.Notification:
        """Show one. Raises NotFound."""
        found = await self.queries.notification(require_active(viewer), notification)
        if found is None:
            raise NotFound
        return found

    async def count(self, viewer: Viewer | None) -> views.Counters:
        """Count what is unread, and the requests that are open."""
        return await self.queries.counters(require_active(viewer))

    @transactional
    async def mark(
        self, tx: Transaction, viewer: Viewer | None, notification: NotificationId, *, read: bool
    ) -> None:
        """Mark one as read or unread. Raises NotFound."""
        if not await tx.notifications.mark(require_active(viewer).account, notification, read=read):
            raise NotFound

    @transactional
    async def mark_all_read(self, tx: Transaction, viewer: Viewer | None) -> None:
        """Mark all as read."""
        await tx.notifications.mark_all_read(require_active(viewer).account)

    @transactional
    async def delete(self, tx: Transaction, viewer: Viewer | None, notification: NotificationId) -> None:
        """Delete one. Raises NotFound."""
        if not await tx.notifications.remove(require_active(viewer).account, notification):
            raise NotFound

    @transactional
    async def delete_all(self, tx: Transaction, viewer: Viewer | None) -> None:
        """Delete all."""
        await tx.notifications.remove_all(require_active(viewer).account)
