"""Notifications in memory."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.store import Tables
from wexstream.adapters.memory.visible import sight_of
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, MessageId, NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.ports.push import BroadcastsChanged, ListsChanged, Note, Topic


class MemoryNotifications:
    """What accounts were told."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def add(self, notifications: Iterable[Notification]) -> Sequence[NotificationId]:
        """Tell what was not told before; the ids of those that were added."""
        added = await self._add(notifications)
        self._tell(told.account for told in added)
        return [told.id for told in added]

    async def tell(
        self,
        audience: Mapping[AccountId, NotificationId],
        kind: NotificationKind,
        conference: Conference,
        *,
        at: datetime,
    ) -> Sequence[NotificationId]:
        """Tell many of a conference; the ids of those that were added."""
        added = await self._add(
            Notification(
                id=name,
                account=account,
                kind=kind,
                actor=conference.speaker,
                conference=conference.id,
                created_at=at,
            )
            for account, name in audience.items()
        )
        if added:
            self._note(BroadcastsChanged(speaker=conference.speaker))
        return [told.id for told in added]

    async def find(self, notification: NotificationId) -> Notification | None:
        """Read one that its owner may see now."""
        tables = self._draft.read()
        found = tables.notifications.get(notification)
        return found if found is not None and _visible_to(tables, found.account)(found) else None

    async def mark(self, owner: AccountId, notification: NotificationId, *, read: bool) -> bool:
        """Mark one; tell whether there is one."""
        tables = await self._draft.change()
        found = tables.notifications.get(notification)
        if found is None or not _visible_to(tables, owner)(found):
            return False
        tables.notifications[notification] = replace(found, read=read)
        self._tell([owner])
        return True

    async def mark_all_read(self, owner: AccountId) -> None:
        """Mark all of an owner's as read."""
        tables = await self._draft.change()
        is_shown = _visible_to(tables, owner)
        self._mark(tables, lambda told: not told.read and is_shown(told), read=True)

    async def remove(self, owner: AccountId, notification: NotificationId) -> bool:
        """Remove one; tell whether there was one."""
        tables = await self._draft.change()
        found = tables.notifications.get(notification)
        if found is None or not _visible_to(tables, owner)(found):
            return False
        del tables.notifications[notification]
        self._tell([owner])
        return True

    async def remove_all(self, owner: AccountId) -> None:
        """Remove all of an owner's."""
        tables = await self._draft.change()
        self._remove(tables, _visible_to(tables, owner))

    async def answer_request(self, *, asker: AccountId, asked: AccountId) -> None:
        """Mark as read that one asked another to connect."""
        tables = await self._draft.change()
        self._mark(tables, lambda told: _is_request(told, asker, asked), read=True)

    async def withdraw_request(self, *, asker: AccountId, asked: AccountId) -> None:
        """Delete that one asked another to connect."""
        self._remove(await self._draft.change(), lambda told: _is_request(told, asker, asked))

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete the notifications that each of two has of the other."""
        self._remove(await self._draft.change(), lambda told: {told.account, told.actor} == {one, other})

    async def follow_copy(self, owner: AccountId, message: MessageId, *, read: bool | None) -> None:
        """Mark the notification of a message as its copy is, or delete it; its sender may be unseen."""
        tables = await self._draft.change()

        def is_of_copy(told: Notification) -> bool:
            return told.account == owner and told.message == message

        if read is None:
            self._remove(tables, is_of_copy)
        else:
            self._mark(tables, is_of_copy, read=read)

    async def _add(self, notifications: Iterable[Notification]) -> Sequence[Notification]:
        kept = (await self._draft.change()).notifications
        told_before = {_happening(told) for told in kept.values()}
        added: list[Notification] = []
        for told in notifications:
            happening = _happening(told)
            if happening is None or happening not in told_before:
                told_before.add(happening)
                kept[told.id] = told
                added.append(told)
        return added

    def _mark(self, tables: Tables, applies: Callable[[Notification], bool], *, read: bool) -> None:
        marked = [told for told in tables.notifications.values() if applies(told)]
        for told in marked:
            tables.notifications[told.id] = replace(told, read=read)
        self._tell(told.account for told in marked)

    def _remove(self, tables: Tables, applies: Callable[[Notification], bool]) -> None:
        removed = [told for told in tables.notifications.values() if applies(told)]
        for told in removed:
            del tables.notifications[told.id]
        self._tell(told.account for told in removed)

    def _tell(self, accounts: Iterable[AccountId]) -> None:
        changed = tuple(sorted(set(accounts)))
        if changed:
            self._note(ListsChanged(accounts=changed, topics=frozenset({Topic.NOTIFICATIONS})))


def _visible_to(tables: Tables, owner: AccountId) -> Callable[[Notification], bool]:
    """Tell of a notification whether it is an owner's and may be seen by him now."""
    account = tables.accounts.get(owner)
    if account is None:
        return lambda _: False
    sight = sight_of(tables, account)
    return lambda told: told.account == owner and sight.sees_notification(told)


def _happening(told: Notification) -> Hashable | None:
    """Name what an account is told of once; None where it may be told again."""
    subject = told.conference or told.message
    return (told.account, told.kind, subject) if subject is not None else None


def _is_request(told: Notification, asker: AccountId, asked: AccountId) -> bool:
    return (
        told.kind is NotificationKind.CONNECTION_REQUESTED and told.account == asked and told.actor == asker
    )
