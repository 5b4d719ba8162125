"""Private messages."""

from datetime import datetime

from asyncpg import Record
from sqlalchemy import FromClause, Text, Uuid, bindparam, func, not_, select, true

from wexstream.adapters.postgres.queries.reading import (
    NEWEST_FIRST,
    VIEWER,
    Reading,
    Selection,
    counterpart,
    gathered,
    page,
    person_columns,
    reader,
    seen_by,
    show_people,
    show_person,
)
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import copies, messages
from wexstream.domain.model.ids import MessageId
from wexstream.domain.model.message import Box
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views
from wexstream.ports.views import EXCERPT_LONGEST

_SENDER = counterpart("sender")
_RECIPIENT = counterpart("recipient")
_SENT = copies.join(messages, messages.c.id == copies.c.message_id)
_box = reader(Box)

OWN_COPIES: Selection = (
    select(
        messages.c.id,
        copies.c.box,
        copies.c.read,
        messages.c.subject,
        messages.c.created_at,
        *person_columns(_SENDER, "sender"),
    )
    .select_from(_SENDER.joined_to(_SENT, messages.c.sender_id))
    .where(copies.c.account_id == VIEWER, not_(copies.c.deleted))
)


def with_recipients(message: FromClause) -> Selection:
    """Add to whom they went to those that the viewer sent, after the page was cut; erased ones last."""
    received = copies.alias("received")
    account = _RECIPIENT.account.c
    recipients = (
        select(*person_columns(_RECIPIENT, "recipient"))
        .select_from(_RECIPIENT.joined_to(received, received.c.account_id))
        .where(
            message.c.box == Box.SENT.value,
            received.c.message_id == message.c.id,
            received.c.box == Box.INBOX.value,
        )
        .order_by(account.folded_name.asc().nulls_last(), account.id)
        .correlate(message)
        .lateral("recipients")
    )
    listed = select(gathered(recipients, "recipient").label("recipients")).lateral("listed")
    return select(message, listed).select_from(message.join(listed, true()))


def _list() -> Statement:
    excerpt = func.left(messages.c.body, EXCERPT_LONGEST).label("excerpt")
    own = OWN_COPIES.add_columns(excerpt).where(copies.c.box == bindparam("box", type_=Text()))
    message = NEWEST_FIRST.cut(own, copies.c.created_at, copies.c.message_id).subquery("message")
    return Statement(NEWEST_FIRST.again(with_recipients(message), message))


def _single() -> Statement:
    answerable = _SENDER.may_message.is_(true()).label("answerable")
    own = OWN_COPIES.add_columns(messages.c.body, answerable)
    named = copies.c.message_id == bindparam("message", type_=Uuid())
    return Statement(with_recipients(own.where(named).subquery("message")))


MESSAGES = _list()
_MESSAGE = _single()


class MessageQueries(Reading):
    """The viewer's copies."""

    async def messages(
        self, viewer: Viewer, box: Box, part: Slice[datetime]
    ) -> Page[views.MessageRow, datetime]:
        """The viewer's copies in a box."""
        rows = await self._fetch(MESSAGES, box=box.value, **seen_by(viewer), **NEWEST_FIRST.place(part))
        return page(rows, part, _show_row)

    async def message(self, viewer: Viewer, message: MessageId) -> views.Message | None:
        """The viewer's copy of a message."""
        row = await self._fetchrow(_MESSAGE, message=message, **seen_by(viewer))
        return _show(row) if row else None


def _show_row(row: Record) -> views.MessageRow:
    return views.MessageRow(
        id=row["id"],
        box=_box(row["box"]),
        sender=show_person(row, "sender"),
        recipients=show_people(row["recipients"]),
        subject=row["subject"],
        excerpt=row["excerpt"],
        read=row["read"],
        created_at=row["created_at"],
    )


def _show(row: Record) -> views.Message:
    return views.Message(
        id=row["id"],
        box=_box(row["box"]),
        sender=show_person(row, "sender"),
        recipients=show_people(row["recipients"]),
        subject=row["subject"],
        body=row["body"],
        read=row["read"],
        answerable=row["answerable"],
        created_at=row["created_at"],
    )
