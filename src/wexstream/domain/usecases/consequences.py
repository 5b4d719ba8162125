"""What follows from what has happened, in the same transaction."""

from collections.abc import Iterable
from datetime import datetime

from wexstream.domain.model.events import (
    Blocked,
    ConferenceEnded,
    ConferenceWentLive,
    ConnectionApproved,
    ConnectionAsked,
    Disconnected,
    Event,
    RequestAnswered,
    RequestCancelled,
)
from wexstream.domain.model.ids import AccountId, NotificationId, SanctionId
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.relation import Standing
from wexstream.domain.usecases.attendance import empty_of_strangers, put_apart
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import Announce, MailNotification
from wexstream.ports.persistence import Transaction


class Consequences:
    """Carries out what events entail."""

    def __init__(self, *, ids: Ids) -> None:
        """Name new notifications by ``ids``."""
        self._ids = ids

    async def follow(self, tx: Transaction, events: Iterable[Event]) -> None:
        """Do what follows from each event, in their order."""
        for event in events:
            await self._follow(tx, event)

    async def notify(
        self,
        tx: Transaction,
        account: AccountId,
        kind: NotificationKind,
        *,
        actor: AccountId | None = None,
        sanction: SanctionId | None = None,
        at: datetime,
        mails: bool = True,
    ) -> None:
        """Tell one held account of something: on the page, and by mail if it ``mails``, as is wanted."""
        told = Notification(
            id=NotificationId(self._ids.new()),
            account=account,
            kind=kind,
            actor=actor,
            sanction=sanction,
            created_at=at,
        )
        for added in await tx.notifications.add([told]):
            if mails:
                await tx.jobs.add(MailNotification(notification=added))

    async def _follow(self, tx: Transaction, event: Event) -> None:
        match event:
            case ConnectionAsked():
                await tx.notifications.withdraw_request(asker=event.asker, asked=event.asked)
                kind = NotificationKind.CONNECTION_REQUESTED
                await self.notify(tx, event.asked, kind, actor=event.asker, at=event.at, mails=event.mails)
            case RequestCancelled():
                await tx.notifications.withdraw_request(asker=event.asker, asked=event.asked)
            case RequestAnswered():
                await tx.notifications.answer_request(asker=event.asker, asked=event.asked)
            case ConnectionApproved():
                kind = NotificationKind.CONNECTION_APPROVED
                await self.notify(tx, event.asker, kind, actor=event.approver, at=event.at)
            case Disconnected():
                standing = Standing.STRANGER
                await _sever(tx, event.one, event.other, standing=standing, at=event.at)
            case Blocked():
                standing = Standing.BLOCKED
                await _sever(tx, event.blocker, event.blocked, standing=standing, at=event.at)
            case ConferenceWentLive():
                await tx.jobs.add(Announce(conference=event.conference))
            case ConferenceEnded():
                await tx.presences.end(event.conference, at=event.at)
                await tx.jobs.add(Announce(conference=event.conference))
            case _:
                await empty_of_strangers(tx, event.conference, event.speaker, at=event.at)


async def _sever(
    tx: Transaction, one: AccountId, other: AccountId, *, standing: Standing, at: datetime
) -> None:
    """Take from each of two what came from the other, and put each out of the rooms that it may not see."""
    await tx.timeline.sever(one, other)
    await tx.notifications.sever(one, other)
    await put_apart(tx, one, other, standing=standing, at=at)
