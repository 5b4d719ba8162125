"""Removing what has had its time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wexstream.domain.model.account import UNVERIFIED_KEPT, Account
from wexstream.domain.model.conference import ATTENDANCE_KEPT
from wexstream.domain.model.enquiry import UNMAILED_KEPT
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.moderation import EVIDENCE_KEPT
from wexstream.domain.usecases.erasure import Erasure
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.jobs import RemovePicture
from wexstream.ports.persistence import Transaction, UnitOfWork

KEYS_KEPT = timedelta(hours=24)
PROCESSES_KEPT = timedelta(days=1)
LINKS_KEPT = timedelta(days=7)  # for as long an old link can be told from one that never was
BATCH = 1_000  # rows of a transaction, so that none is locked for long


@dataclass(frozen=True, slots=True, kw_only=True)
class Housekeeping:
    """Runs now and then. How long everything is kept: docs/privacy.md."""

    unit: UnitOfWork
    clock: Clock
    erasure: Erasure

    async def purge(self) -> None:
        """Remove everything whose time is over, a batch at a time.

        Sessions, tickets, bans and entries of the audit log at their end, links a week later; keys of
        requests, and processes that are no more, after a day; evidence 90 days after its case was closed;
        letters that could not be mailed, after 90 days; when somebody was in a room, after a year; and
        accounts whose address nobody verified, after 30 days.
        """
        now = self.clock.now()
        await self._until_none(lambda tx: tx.sessions.purge(before=now, most=BATCH))
        await self._until_none(lambda tx: tx.tickets.purge(before=now, most=BATCH))
        await self._until_none(lambda tx: tx.links.purge(before=now - LINKS_KEPT, most=BATCH))
        await self._until_none(lambda tx: tx.keys.purge(before=now - KEYS_KEPT, most=BATCH))
        await self._until_none(lambda tx: tx.processes.purge(before=now - PROCESSES_KEPT, most=BATCH))
        await self._until_none(lambda tx: tx.presences.purge(before=now - ATTENDANCE_KEPT, most=BATCH))
        await self._until_none(lambda tx: tx.enquiries.purge(before=now - UNMAILED_KEPT, most=BATCH))
        closed = now - EVIDENCE_KEPT
        await self._until_none(lambda tx: tx.bans.purge(before=now, most=BATCH))
        await self._until_none(lambda tx: _drop_evidence(tx, closed_before=closed))
        await self._until_none(lambda tx: tx.audit.purge(at=now, most=BATCH))
        await self._erase_abandoned()

    async def _until_none(self, remove: Callable[[Transaction], Awaitable[int]]) -> None:
        while await self.unit.run(remove) == BATCH:
            pass

    async def _erase_abandoned(self) -> None:
        since = self.clock.now() - UNVERIFIED_KEPT
        while True:
            found = await self.unit.run(lambda tx: tx.accounts.unverified(since=since, most=BATCH))
            erased = [account for name in found if (account := await self._erase(name))]
            await self.erasure.forget(*erased)
            if len(found) < BATCH or not erased:
                return

    @transactional
    async def _erase(self, tx: Transaction, name: AccountId) -> Account | None:
        """Erase one, unless its address was verified meanwhile."""
        account = (await tx.accounts.lock([name])).get(name)
        if account is None or not account.is_abandoned(at=self.clock.now()):
            return None
        await self.erasure.erase(tx, account)
        return account


async def _drop_evidence(tx: Transaction, *, closed_before: datetime) -> int:
    """Drop some, and have the pictures removed that were part of it; how many there were."""
    shown = await tx.reports.drop_evidence(closed_before=closed_before, most=BATCH)
    await tx.jobs.add(*(RemovePicture(picture=picture) for picture in shown if picture))
    return len(shown)
