"""What accounts were told, and what is unread."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from asyncpg import Record
from sqlalchemy import ColumnElement, Uuid, and_, bindparam, func, not_, select, true

from wexstream.adapters.postgres.queries.people import requests_count
from wexstream.adapters.postgres.queries.reading import (
    NEWEST_FIRST,
    VIEWER,
    Reading,
    Selection,
    asked,
    page,
    reader,
    show_person,
)
from wexstream.adapters.postgres.queries.sanctions import SANCTION, show_sanction
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import accounts, copies, messages, sanctions
from wexstream.adapters.postgres.visible import Told
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.ids import AccountId, NotificationId
from wexstream.domain.model.message import Box
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

_TOLD = Told()
_notification = _TOLD.notification.c
_actor = _TOLD.actor
_kind = reader(NotificationKind)
_state = reader(ConferenceState)
_OWN = and_(_notification.account_id == VIEWER, _TOLD.shown)
_ANSWERABLE = and_(
    _notification.kind == NotificationKind.CONNECTION_REQUESTED.value,
    _actor.is_found,
    _actor.standing == Standing.INCOMING.value,
).is_(true())

_SHOWN: Selection = (
    select(
        _notification.id,
        _notification.kind,
        _notification.read,
        _notification.created_at,
        _actor.account.c.id.label("actor_id"),
        _actor.account.c.full_name.label("actor_name"),
        _actor.account.c.picture.label("actor_picture"),
        _TOLD.conference.c.id.label("conference_id"),
        _TOLD.conference.c.title.label("conference_title"),
        _TOLD.conference.c.state.label("conference_state"),
        messages.c.id.label("message_id"),
        messages.c.subject.label("message_subject"),
        _ANSWERABLE.label("answerable"),
        *SANCTION,
    )
    .select_from(
        _TOLD.source.outerjoin(messages, messages.c.id == _notification.message_id).outerjoin(
            sanctions, sanctions.c.id == _notification.sanction_id
        )
    )
    .where(_OWN)
)
NOTIFICATIONS = Statement(NEWEST_FIRST.cut(_SHOWN, _notification.created_at, _notification.id))
_NOTIFICATION = Statement(_SHOWN.where(_notification.id == bindparam("notification", type_=Uuid())))


def _counts(owner: ColumnElement[UUID]) -> tuple[ColumnElement[int], ...]:
    messages = (
        select(func.count())
        .select_from(copies)
        .where(
            copies.c.account_id == owner,
            copies.c.box == Box.INBOX.value,
            not_(copies.c.read),
            not_(copies.c.deleted),
        )
    )
    notifications = (
        select(func.count())
        .select_from(_TOLD.source)
        .where(_notification.account_id == owner, _TOLD.shown, not_(_notification.read))
    )
    return (
        messages.scalar_subquery().label("messages"),
        notifications.scalar_subquery().label("notifications"),
        requests_count(owner),
    )


_ASKED = asked("accounts")
COUNTERS = Statement(select(*_counts(VIEWER)))
_COUNTERS_OF = Statement(
    select(_ASKED.c.id, *_counts(_ASKED.c.id)).join_from(_ASKED, accounts, accounts.c.id == _ASKED.c.id)
)


class NotificationQueries(Reading):
    """The viewer's notifications, and all counters."""

    async def notifications(
        self, viewer: Viewer, part: Slice[datetime]
    ) -> Page[views.Notification, datetime]:
        """What the viewer was told."""
        rows = await self._fetch(NOTIFICATIONS, viewer=viewer.account, **NEWEST_FIRST.place(part))
        return page(rows, part, _show)

    async def notification(self, viewer: Viewer, notification: NotificationId) -> views.Notification | None:
        """One of those."""
        row = await self._fetchrow(_NOTIFICATION, viewer=viewer.account, notification=notification)
        return _show(row) if row else None

    async def counters(self, viewer: Viewer) -> views.Counters:
        """How much is unread or open."""
        return _show_counters((await self._fetch(COUNTERS, viewer=viewer.account))[0])

    async def counters_of(self, accounts: Collection[AccountId]) -> Mapping[AccountId, views.Counters]:
        """The same, for each of some accounts that is there."""
        rows = await self._fetch(_COUNTERS_OF, accounts=list(set(accounts)))
        return {row["id"]: _show_counters(row) for row in rows}


def _show_counters(row: Record) -> views.Counters:
    return views.Counters(
        messages=row["messages"], notifications=row["notifications"], requests=row["requests"]
    )


def _show(row: Record) -> views.Notification:
    return views.Notification(
        id=row["id"],
        kind=_kind(row["kind"]),
        actor=show_person(row, "actor") if row["actor_id"] else None,
        conference=_mention_conference(row) if row["conference_id"] else None,
        message=views.MessageMention(id=row["message_id"], subject=row["message_subject"])
        if row["message_id"]
        else None,
        sanction=show_sanction(row) if row["sanction_id"] else None,
        answerable=row["answerable"],
        read=row["read"],
        created_at=row["created_at"],
    )


def _mention_conference(row: Record) -> views.ConferenceMention:
    state = _state(row["conference_state"])
    return views.ConferenceMention(id=row["conference_id"], title=row["conference_title"], state=state)
