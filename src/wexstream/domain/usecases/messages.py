"""Private messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model import message as messages
from wexstream.domain.model import throttling, visibility
from wexstream.domain.model.errors import NotFound, RecipientUnavailable
from wexstream.domain.model.ids import AccountId, MessageId, NotificationId
from wexstream.domain.model.message import Box, Copy, Message
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.strangers import Approach
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.encounters import require_active_account
from wexstream.domain.usecases.once import Once
from wexstream.domain.usecases.strangers import Strangers
from wexstream.domain.usecases.throttling import require_rates
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailNotification
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """Writing, reading and keeping messages. Each raises NotSignedIn, AccountSuspended, EmailNotVerified."""

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    throttle: Throttle
    strangers: Strangers

    async def list(
        self, viewer: Viewer | None, box: Box, part: Slice[datetime]
    ) -> Page[views.MessageRow, datetime]:
        """List the viewer's copies in a box."""
        return await self.queries.messages(require_active(viewer), box, part)

    async def show(self, viewer: Viewer | None, message: MessageId) -> views.Message:
        """Show the viewer's copy of a message; it does not count as read by that. Raises NotFound."""
        found = await self.queries.message(require_active(viewer), message)
        if found is None:
            raise NotFound
        return found

    async def send(
        self,
        viewer: Viewer | None,
        *,
        to: Sequence[AccountId],
        subject: str,
        body: str,
        once: Once | None = None,
    ) -> MessageId:
        """Write to one to fifty others, all of them or none; once for an idempotency key.

        Raises Invalid, RecipientUnavailable for every cause, KeyReused, TooMany.
        """
        known = require_active(viewer)
        recipients = messages.recipients(to, sender=known.account)
        sent = await self._sent(known.account, once) if once else None
        if sent is not None:  # to ask again approaches nobody
            return sent
        await require_rates(
            self.throttle, "message", known, throttling.MESSAGE_PER_ACCOUNT, throttling.MESSAGE_PER_ORIGIN
        )
        await self.strangers.require(known, Approach.MESSAGE, recipients)
        message = Message(
            id=MessageId(self.ids.new()),
            sender=known.account,
            subject=messages.subject(subject),
            body=messages.body(body),
            created_at=self.clock.now(),
        )
        return await self._send(message, known.account, recipients, once)

    @transactional
    async def mark(self, tx: Transaction, viewer: Viewer | None, message: MessageId, *, read: bool) -> None:
        """Mark the own copy as read or unread; its notification follows. Raises NotFound."""
        known = require_active(viewer)
        if not await tx.messages.mark(known.account, message, read=read):
            raise NotFound
        await tx.notifications.follow_copy(known.account, message, read=read)

    @transactional
    async def delete(self, tx: Transaction, viewer: Viewer | None, message: MessageId) -> None:
        """Delete the own copy, and its notification. Raises NotFound."""
        known = require_active(viewer)
        if not await tx.messages.remove(known.account, message):
            raise NotFound
        await tx.notifications.follow_copy(known.account, message, read=None)

    @transactional
    async def _sent(self, tx: Transaction, sender: AccountId, once: Once) -> MessageId | None:
        made = await once.find(tx, sender)
        return MessageId(made) if made else None

    @transactional
    async def _send(
        self,
        tx: Transaction,
        message: Message,
        sender: AccountId,
        recipients: Sequence[AccountId],
        once: Once | None,
    ) -> MessageId:
        held = await tx.accounts.hold([sender, *recipients])
        require_active_account(held.get(sender))
        before = await once.claim(tx, sender, message.id, at=message.created_at) if once else None
        if before is not None:
            return MessageId(before)
        relations = await tx.relations.lock(sender, recipients)
        if len(relations) < len(recipients):  # found out no sooner than that one of who is there is hidden
            raise RecipientUnavailable
        for name, relation in relations.items():
            owner = held[name]
            accepts = owner.messages_from_strangers
            if not visibility.may_message(owner.state, relation.standing(sender), accepts_strangers=accepts):
                raise RecipientUnavailable
        await tx.messages.add(message, _copies(message, sender, recipients))
        added = await tx.notifications.add(
            Notification(
                id=NotificationId(self.ids.new()),
                account=recipient,
                kind=NotificationKind.MESSAGE_RECEIVED,
                actor=sender,
                message=message.id,
                created_at=message.created_at,
            )
            for recipient in recipients
        )
        await tx.jobs.add(*(MailNotification(notification=name) for name in added))
        return message.id


def _copies(message: Message, sender: AccountId, recipients: Sequence[AccountId]) -> list[Copy]:
    received = [Copy(message=message.id, owner=name, box=Box.INBOX, read=False) for name in recipients]
    return [Copy(message=message.id, owner=sender, box=Box.SENT, read=True), *received]
