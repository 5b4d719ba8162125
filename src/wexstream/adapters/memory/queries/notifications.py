"""What accounts were told, and what is unread."""

from collections.abc import Collection, Mapping
from datetime import datetime

from wexstream.adapters.memory.queries.messages import kept_copies
from wexstream.adapters.memory.queries.people import standing_so
from wexstream.adapters.memory.queries.reading import Reading, mention, page
from wexstream.adapters.memory.visible import Sight, sight_of
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, NotificationId
from wexstream.domain.model.message import Box
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class NotificationQueries(Reading):
    """The viewer's notifications, and all counters."""

    async def notifications(
        self, viewer: Viewer, part: Slice[datetime]
    ) -> Page[views.Notification, datetime]:
        """What the viewer was told."""
        sight = self._sight(viewer)
        return page(
            _told(sight),
            part,
            key=lambda told: (told.created_at, told.id),
            show=lambda told: _show(sight, told),
            falling=True,
        )

    async def notification(self, viewer: Viewer, notification: NotificationId) -> views.Notification | None:
        """One of those."""
        sight = self._sight(viewer)
        return next((_show(sight, told) for told in _told(sight) if told.id == notification), None)

    async def counters(self, viewer: Viewer) -> views.Counters:
        """How much is unread or open."""
        return _count(self._sight(viewer))

    async def counters_of(self, accounts: Collection[AccountId]) -> Mapping[AccountId, views.Counters]:
        """The same, for each of some accounts that is there."""
        tables = self._store.committed
        known = (tables.accounts[name] for name in set(accounts) if name in tables.accounts)
        return {account.id: _count(sight_of(tables, account)) for account in known}


def _count(sight: Sight) -> views.Counters:
    copies = (copy for _, copy in kept_copies(sight))
    return views.Counters(
        messages=sum(copy.box is Box.INBOX and not copy.read for copy in copies),
        notifications=sum(not told.read for told in _told(sight)),
        requests=len(standing_so(sight, Standing.INCOMING)),
    )


def _told(sight: Sight) -> list[Notification]:
    own = (told for told in sight.tables.notifications.values() if told.account == sight.viewer)
    return [told for told in own if sight.sees_notification(told)]


def _show(sight: Sight, told: Notification) -> views.Notification:
    return views.Notification(
        id=told.id,
        kind=told.kind,
        actor=mention(sight, told.actor) if told.actor else None,
        conference=_mention_conference(sight, told.conference) if told.conference else None,
        message=_mention_message(sight, told.message) if told.message else None,
        sanction=views.own_sanction(sight.tables.sanctions[told.sanction]) if told.sanction else None,
        answerable=told.kind is NotificationKind.CONNECTION_REQUESTED and _is_asking(sight, told.actor),
        read=told.read,
        created_at=told.created_at,
    )


def _is_asking(sight: Sight, actor: AccountId | None) -> bool:
    owner = sight.tables.accounts.get(actor) if actor else None
    return owner is not None and sight.finds(owner) and sight.standing(owner.id) is Standing.INCOMING


def _mention_conference(sight: Sight, name: ConferenceId) -> views.ConferenceMention:
    conference = sight.tables.conferences[name]
    return views.ConferenceMention(id=conference.id, title=conference.title, state=conference.state)


def _mention_message(sight: Sight, name: MessageId) -> views.MessageMention:
    message = sight.tables.messages[name]
    return views.MessageMention(id=message.id, subject=message.subject)
