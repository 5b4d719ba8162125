"""Private messages."""

from collections.abc import Iterable
from datetime import datetime

from wexstream.adapters.memory.queries.reading import Reading, mention, page
from wexstream.adapters.memory.store import KeptCopy
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model.ids import MessageId
from wexstream.domain.model.message import Box, Message
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class MessageQueries(Reading):
    """The viewer's copies."""

    async def messages(
        self, viewer: Viewer, box: Box, part: Slice[datetime]
    ) -> Page[views.MessageRow, datetime]:
        """The viewer's copies in a box."""
        sight = self._sight(viewer)
        return page(
            ((message, copy) for message, copy in kept_copies(sight) if copy.box is box),
            part,
            key=lambda kept: (kept[0].created_at, kept[0].id),
            show=lambda kept: _show_row(sight, *kept),
            falling=True,
        )

    async def message(self, viewer: Viewer, message: MessageId) -> views.Message | None:
        """The viewer's copy of a message."""
        sight = self._sight(viewer)
        copy = sight.copy(message)
        return _show(sight, sight.tables.messages[message], copy) if copy else None


def kept_copies(sight: Sight) -> Iterable[tuple[Message, KeptCopy]]:
    """Find the viewer's copies, with their messages."""
    for message in sight.tables.messages.values():
        copy = sight.copy(message.id)
        if copy is not None:
            yield message, copy


def recipients(sight: Sight, message: MessageId, copy: KeptCopy) -> list[views.Person]:
    """Name to whom a message went, to its sender alone; erased ones last."""
    if copy.box is not Box.SENT:
        return []
    accounts = sight.tables.accounts
    owners = [other.owner for other in sight.tables.copies[message] if other.box is Box.INBOX]
    known = sorted((accounts[owner].folded_name, owner) for owner in owners if owner is not None)
    erased = [mention(sight, owner) for owner in owners if owner is None]
    return [mention(sight, owner) for _, owner in known] + erased


def _show_row(sight: Sight, message: Message, copy: KeptCopy) -> views.MessageRow:
    return views.MessageRow(
        id=message.id,
        box=copy.box,
        sender=mention(sight, message.sender),
        recipients=recipients(sight, message.id, copy),
        subject=message.subject,
        excerpt=message.body[: views.EXCERPT_LONGEST],
        read=copy.read,
        created_at=message.created_at,
    )


def _show(sight: Sight, message: Message, copy: KeptCopy) -> views.Message:
    sender = sight.tables.accounts.get(message.sender) if message.sender else None
    return views.Message(
        id=message.id,
        box=copy.box,
        sender=mention(sight, message.sender),
        recipients=recipients(sight, message.id, copy),
        subject=message.subject,
        body=message.body,
        read=copy.read,
        answerable=sender is not None and sight.may_message(sender),
        created_at=message.created_at,
    )
