"""Transactions in memory."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from wexstream.adapters.memory.accounts import MemoryAccounts
from wexstream.adapters.memory.audit import MemoryAuditLog
from wexstream.adapters.memory.bans import MemoryBans
from wexstream.adapters.memory.bundles import MemoryBundles
from wexstream.adapters.memory.conferences import MemoryConferences
from wexstream.adapters.memory.draft import Draft, drafted
from wexstream.adapters.memory.enquiries import MemoryEnquiries
from wexstream.adapters.memory.identities import MemoryIdentities
from wexstream.adapters.memory.jobs import MemoryJobQueue
from wexstream.adapters.memory.keys import MemoryKeys
from wexstream.adapters.memory.links import MemoryLinks
from wexstream.adapters.memory.lock import Deadlock
from wexstream.adapters.memory.messages import MemoryMessages
from wexstream.adapters.memory.notifications import MemoryNotifications
from wexstream.adapters.memory.passkeys import MemoryPasskeys
from wexstream.adapters.memory.presences import MemoryPresences
from wexstream.adapters.memory.processes import MemoryProcesses
from wexstream.adapters.memory.relations import MemoryRelations
from wexstream.adapters.memory.reports import MemoryReports
from wexstream.adapters.memory.sanctions import MemorySanctions
from wexstream.adapters.memory.second_steps import MemorySecondSteps
from wexstream.adapters.memory.sessions import MemorySessions
from wexstream.adapters.memory.signals import MemorySignals
from wexstream.adapters.memory.store import Store
from wexstream.adapters.memory.timeline import MemoryTimeline
from wexstream.adapters.memory.used_tickets import MemoryUsedTickets
from wexstream.ports.persistence import Transaction
from wexstream.ports.push import Hint, Note, Push

T = TypeVar("T")


class MemoryTransaction:
    """All repositories over one draft."""

    def __init__(self, store: Store, draft: Draft, note: Note) -> None:
        self.accounts = MemoryAccounts(draft, note)
        self.sessions = MemorySessions(draft, note)
        self.identities = MemoryIdentities(draft)
        self.second_steps = MemorySecondSteps(draft)
        self.passkeys = MemoryPasskeys(draft)
        self.tickets = MemoryUsedTickets(draft)
        self.links = MemoryLinks(draft)
        self.bans = MemoryBans(draft)
        self.relations = MemoryRelations(draft, note)
        self.conferences = MemoryConferences(draft, note)
        self.presences = MemoryPresences(draft, note)
        self.processes = MemoryProcesses(draft)
        self.signals = MemorySignals(draft, note)
        self.timeline = MemoryTimeline(draft, note)
        self.messages = MemoryMessages(draft, note)
        self.notifications = MemoryNotifications(draft, note)
        self.bundles = MemoryBundles(draft)
        self.reports = MemoryReports(draft)
        self.sanctions = MemorySanctions(draft)
        self.enquiries = MemoryEnquiries(draft)
        self.audit = MemoryAuditLog(draft)
        self.keys = MemoryKeys(draft)
        self.jobs = MemoryJobQueue(draft, store.job_numbers)


class MemoryUnitOfWork:
    """Runs work over a store, within one event loop, and tells what has changed afterwards."""

    def __init__(self, store: Store, push: Push) -> None:
        self._store = store
        self._push = push

    async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run work in a transaction; anew, and alone from its first lock on, where it met a deadlock."""
        try:
            return await self._run(work, alone=False)
        except Deadlock:
            return await self._run(work, alone=True)

    async def _run(self, work: Callable[[Transaction], Awaitable[T]], *, alone: bool) -> T:
        hints: dict[Hint, None] = {}
        with drafted(self._store, alone=alone) as draft:
            result = await work(MemoryTransaction(self._store, draft, hints.setdefault))
        self._push.publish(hints)
        return result
