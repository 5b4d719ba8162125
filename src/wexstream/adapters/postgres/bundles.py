"""Which notifications are mailed together, in PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import Uuid, bindparam, delete, not_, select
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.adapters.postgres.visible import Told
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.ids import AccountId, BundleId, NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind

_bundle = tables.bundles.c
_bundled = tables.bundled.c
_is_it = _bundle.id == bindparam("bundle")
_told = Told()
_new = insert(tables.bundles).values({column.name: bindparam(column.name) for column in _bundle})

_LAST = Statement(
    select(tables.bundles).where(
        _bundle.account_id == bindparam("account"), _bundle.kind == bindparam("kind")
    )
)
_FIND = Statement(select(tables.bundles).where(_is_it))
_SAVE = Statement(
    _new.on_conflict_do_update(
        index_elements=[_bundle.account_id, _bundle.kind],
        set_={name: _new.excluded[name] for name in ("id", "due_at", "closed_at")},
    )
)
_DROP = Statement(delete(tables.bundles).where(_is_it))
_PUT = Statement(
    insert(tables.bundled)
    .from_select(
        ["notification_id", "bundle_id"],
        select(tables.notifications.c.id, bindparam("bundle", type_=Uuid()))
        .where(tables.notifications.c.id == bindparam("notification"))
        .with_for_update(read=True, key_share=True),  # gone meanwhile, it is none
    )
    .on_conflict_do_nothing()
)
_TOLD = Statement(
    select(_told.notification)
    .select_from(_told.source.join(tables.bundled, _bundled.notification_id == _told.notification.c.id))
    .where(_bundled.bundle_id == bindparam("bundle"), not_(_told.notification.c.read), _told.shown)
    .order_by(_told.notification.c.created_at.desc(), _told.notification.c.id.desc())
)


class PostgresBundles:
    """Bundles, and in which of them each notification is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def last(self, account: AccountId, kind: NotificationKind) -> Bundle | None:
        """Read an account's last one of a kind."""
        row = await _LAST.fetchrow(self._connection, account=account, kind=kind)
        return rows.to_bundle(row) if row else None

    async def find(self, bundle: BundleId) -> Bundle | None:
        """Read one, if it is the last of its account and kind."""
        row = await _FIND.fetchrow(self._connection, bundle=bundle)
        return rows.to_bundle(row) if row else None

    async def save(self, bundle: Bundle) -> None:
        """Keep one as the last of its account and kind."""
        await _SAVE.execute(self._connection, **rows.from_bundle(bundle))

    async def drop(self, bundle: BundleId) -> None:
        """Forget when it was."""
        await _DROP.execute(self._connection, bundle=bundle)

    async def put(self, bundle: BundleId, notification: NotificationId) -> bool:
        """Put a notification in; tell whether it was."""
        return await _PUT.execute(self._connection, bundle=bundle, notification=notification) > 0

    async def told(self, bundle: BundleId) -> Sequence[Notification]:
        """Read what is in one, unread, and to be seen by its owner now; the newest first."""
        return [rows.to_notification(row) for row in await _TOLD.fetch(self._connection, bundle=bundle)]
