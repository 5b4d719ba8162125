"""Telling a speaker's network: the fan-out of going live and of finishing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.account import MailChoices
from wexstream.domain.model.conference import Conference, ConferenceState
from wexstream.domain.model.ids import AccountId, NotificationId
from wexstream.domain.model.notification import NotificationKind, wants_mail
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import Announce, MailNotification
from wexstream.ports.persistence import Transaction, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcasts:
    """Runs after the command, once or more; nobody is told twice."""

    unit: UnitOfWork
    ids: Ids

    async def announce(self, job: Announce) -> None:
        """Tell the network what it was not told yet: first that a conference is live, then that it finished.

        Told are those connected now and since before it went live; of the end, those same people. Gone, or
        told of already, nothing happens.
        """
        while not await self._announce(job):
            pass

    @transactional
    async def _announce(self, tx: Transaction, job: Announce) -> bool:
        """Announce; False where another announced meanwhile, as then others may be to be told."""
        found = await tx.conferences.find(job.conference)
        if found is None or found.broadcast_at is None:
            return True
        audience = await _hold_audience(tx, found, since=found.broadcast_at)
        conference = await tx.conferences.lock(found.id)
        if conference is None or conference.announced is conference.state:
            return True
        if conference.announced is not found.announced:
            return False
        if conference.announced is ConferenceState.CREATED:
            await tx.timeline.add(conference, audience)
            kind = NotificationKind.CONFERENCE_LIVE
            await self._tell(tx, conference, audience, kind, at=found.broadcast_at)
        if conference.finished_at is not None:
            kind = NotificationKind.CONFERENCE_FINISHED
            await self._tell(tx, conference, audience, kind, at=conference.finished_at)
        await tx.conferences.save(conference.announce())
        return True

    async def _tell(
        self,
        tx: Transaction,
        conference: Conference,
        audience: Mapping[AccountId, MailChoices],
        kind: NotificationKind,
        *,
        at: datetime,
    ) -> None:
        names = {account: NotificationId(self.ids.new()) for account in audience}
        added = set(await tx.notifications.tell(names, kind, conference, at=at))
        wanting = (name for account, name in names.items() if wants_mail(audience[account], kind))
        await tx.jobs.add(*(MailNotification(notification=name) for name in wanting if name in added))


async def _hold_audience(
    tx: Transaction, conference: Conference, *, since: datetime
) -> Mapping[AccountId, MailChoices]:
    if conference.announced is ConferenceState.CREATED:
        return await tx.relations.hold_entitled(conference.speaker, since=since)
    return await tx.timeline.hold_audience(conference.id)
