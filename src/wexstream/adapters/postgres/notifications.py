"""Notifications in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ARRAY, Uuid, and_, bindparam, column, delete, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.adapters.postgres.visible import Told
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, MessageId, NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.ports.push import BroadcastsChanged, ListsChanged, Note, Topic

_TOPICS = frozenset({Topic.NOTIFICATIONS})

_notification = tables.notifications.c
_is_it = _notification.id == bindparam("notification")
_is_own = _notification.account_id == bindparam("owner")

_told = Told()
_shown = select(_told.notification).select_from(_told.source).where(_told.shown)
_is_shown = _notification.id.in_(
    _shown.with_only_columns(_told.notification.c.id).where(
        _told.notification.c.account_id == bindparam("owner")
    )
)
_it_is_shown = _notification.id.in_(
    _shown.with_only_columns(_told.notification.c.id).where(
        _told.notification.c.id == bindparam("notification")
    )
)
_is_request = and_(
    _notification.account_id == bindparam("asked"),
    _notification.actor_id == bindparam("asker"),
    _notification.kind == NotificationKind.CONNECTION_REQUESTED,
)
_is_of_copy = and_(_is_own, _notification.message_id == bindparam("message"))

_columns = [each.name for each in _notification]
_new = (
    func.unnest(*(bindparam(each.name, type_=ARRAY(each.type)) for each in _notification))
    .table_valued(*(column(each.name, each.type) for each in _notification))
    .render_derived(name="new")
)

_ADD = Statement(
    insert(tables.notifications)
    .from_select(_columns, select(_new))
    .on_conflict_do_nothing()
    .returning(_notification.id, _notification.account_id)
)
_audience = (
    func.unnest(bindparam("names", type_=ARRAY(Uuid())), bindparam("accounts", type_=ARRAY(Uuid())))
    .table_valued(column("id", Uuid()), column("account_id", Uuid()))
    .render_derived(name="audience")
)
_TELL = Statement(
    insert(tables.notifications)
    .from_select(
        ["id", "account_id", "kind", "actor_id", "conference_id", "read", "created_at"],
        select(
            _audience.c.id,
            _audience.c.account_id,
            bindparam("kind", type_=_notification.kind.type),
            bindparam("actor", type_=Uuid()),
            bindparam("conference", type_=Uuid()),
            false(),
            bindparam("at", type_=_notification.created_at.type),
        ),
    )
    .on_conflict_do_nothing(
        index_elements=["conference_id", "account_id", "kind"],
        index_where=_notification.conference_id.is_not(None),
    )
    .returning(_notification.id)
)
_FIND = Statement(_shown.where(_told.notification.c.id == bindparam("notification")))
_MARK = Statement(
    update(tables.notifications).values(read=bindparam("read")).where(_is_it, _is_own, _it_is_shown)
)
_MARK_ALL_READ = Statement(
    update(tables.notifications).values(read=True).where(_is_own, ~_notification.read, _is_shown)
)
_REMOVE = Statement(delete(tables.notifications).where(_is_it, _is_own, _it_is_shown))
_REMOVE_ALL = Statement(delete(tables.notifications).where(_is_own, _is_shown))
_ANSWER_REQUEST = Statement(update(tables.notifications).values(read=True).where(_is_request))
_WITHDRAW_REQUEST = Statement(delete(tables.notifications).where(_is_request))
_SEVER = Statement(
    delete(tables.notifications)
    .where(
        or_(
            *(
                and_(_notification.account_id == bindparam(owner), _notification.actor_id == bindparam(actor))
                for owner, actor in [("one", "other"), ("other", "one")]
            )
        )
    )
    .returning(_notification.account_id)
)
_MARK_OF_COPY = Statement(update(tables.notifications).values(read=bindparam("read")).where(_is_of_copy))
_REMOVE_OF_COPY = Statement(delete(tables.notifications).where(_is_of_copy))


class PostgresNotifications:
    """What accounts were told."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def add(self, notifications: Iterable[Notification]) -> Sequence[NotificationId]:
        """Tell what was not told before; the ids of those that were added."""
        told = [rows.from_notification(notification) for notification in notifications]
        columns = {name: [row[name] for row in told] for name in _columns}
        added = await _ADD.fetch(self._connection, **columns)
        self._tell(row["account_id"] for row in added)
        return [NotificationId(row["id"]) for row in added]

    async def tell(
        self,
        audience: Mapping[AccountId, NotificationId],
        kind: NotificationKind,
        conference: Conference,
        *,
        at: datetime,
    ) -> Sequence[NotificationId]:
        """Tell many of a conference; the ids of those that were added."""
        added = await _TELL.fetch(
            self._connection,
            names=list(audience.values()),
            accounts=list(audience),
            kind=kind.value,
            actor=conference.speaker,
            conference=conference.id,
            at=at,
        )
        if added:
            self._note(BroadcastsChanged(speaker=conference.speaker))
        return [NotificationId(row["id"]) for row in added]

    async def find(self, notification: NotificationId) -> Notification | None:
        """Read one that its owner may see now."""
        row = await _FIND.fetchrow(self._connection, notification=notification)
        return rows.to_notification(row) if row else None

    async def mark(self, owner: AccountId, notification: NotificationId, *, read: bool) -> bool:
        """Mark one; tell whether there is one."""
        marked = await _MARK.execute(self._connection, owner=owner, notification=notification, read=read)
        return self._tell_if(owner, marked)

    async def mark_all_read(self, owner: AccountId) -> None:
        """Mark all of an owner's as read."""
        self._tell_if(owner, await _MARK_ALL_READ.execute(self._connection, owner=owner))

    async def remove(self, owner: AccountId, notification: NotificationId) -> bool:
        """Remove one; tell whether there was one."""
        removed = await _REMOVE.execute(self._connection, owner=owner, notification=notification)
        return self._tell_if(owner, removed)

    async def remove_all(self, owner: AccountId) -> None:
        """Remove all of an owner's."""
        self._tell_if(owner, await _REMOVE_ALL.execute(self._connection, owner=owner))

    async def answer_request(self, *, asker: AccountId, asked: AccountId) -> None:
        """Mark as read that one asked another to connect."""
        answered = await _ANSWER_REQUEST.execute(self._connection, asker=asker, asked=asked)
        self._tell_if(asked, answered)

    async def withdraw_request(self, *, asker: AccountId, asked: AccountId) -> None:
        """Delete that one asked another to connect."""
        withdrawn = await _WITHDRAW_REQUEST.execute(self._connection, asker=asker, asked=asked)
        self._tell_if(asked, withdrawn)

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete the notifications that each of two has of the other."""
        severed = await _SEVER.fetch(self._connection, one=one, other=other)
        self._tell(row["account_id"] for row in severed)

    async def follow_copy(self, owner: AccountId, message: MessageId, *, read: bool | None) -> None:
        """Mark the notification of a message as its copy is, or delete it; its sender may be unseen."""
        which = {"owner": owner, "message": message}
        if read is None:
            followed = await _REMOVE_OF_COPY.execute(self._connection, **which)
        else:
            followed = await _MARK_OF_COPY.execute(self._connection, **which, read=read)
        self._tell_if(owner, followed)

    def _tell_if(self, owner: AccountId, changed: int) -> bool:
        """Tell an owner that something has changed, if anything has; whether it has."""
        if changed:
            self._tell([owner])
        return changed > 0

    def _tell(self, accounts: Iterable[AccountId]) -> None:
        changed = tuple(sorted(set(accounts)))
        if changed:
            self._note(ListsChanged(accounts=changed, topics=_TOPICS))
