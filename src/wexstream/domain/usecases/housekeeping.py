"""Removing what has had its time."""

from dataclasses import dataclass
from datetime import timedelta

from wexstream.domain.model.moderation import EVIDENCE_KEPT
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.persistence import Transaction, UnitOfWork

KEYS_KEPT = timedelta(hours=24)
PROCESSES_KEPT = timedelta(days=1)
LINKS_KEPT = timedelta(days=7)  # for as long an old link can be told from one that never was


@dataclass(frozen=True, slots=True, kw_only=True)
class Housekeeping:
    """Runs now and then."""

    unit: UnitOfWork
    clock: Clock

    @transactional
    async def purge(self, tx: Transaction) -> None:
        """Remove sessions, links and entries of the log whose time is over, and evidence after 90 days.

        Keys of requests, and processes that are no more, go after a day.
        """
        now = self.clock.now()
        await tx.sessions.purge(before=now)
        await tx.links.purge(before=now - LINKS_KEPT)
        await tx.keys.purge(before=now - KEYS_KEPT)
        await tx.processes.purge(before=now - PROCESSES_KEPT)
        await tx.reports.drop_evidence(closed_before=now - EVIDENCE_KEPT)
        await tx.audit.purge(at=now)
