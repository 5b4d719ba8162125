"""What stands in for the world while the demo is played: its clock, its mails, its work for afterwards."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import TypeVar

from wexstream.domain.model.ids import AccountId
from wexstream.ports.jobs import Job
from wexstream.ports.mail import Mail
from wexstream.ports.persistence import Transaction, UnitOfWork

T = TypeVar("T")


class StageClock:
    """Tells the time that it is in the story."""

    def __init__(self, beginning: datetime) -> None:
        """Begin at a time."""
        self._now = beginning

    def now(self) -> datetime:
        """Tell the time in UTC."""
        return self._now

    def go_on_to(self, time: datetime) -> None:
        """Let time pass; it never goes back."""
        self._now = max(self._now, time)


class Letterbox:
    """Keeps the last mail, and sends none: nobody lives at example.org."""

    def __init__(self) -> None:
        """Begin without a mail."""
        self._last: list[Mail] = []

    async def carry(self, mail: Mail) -> None:
        """Keep a mail."""
        self._last = [mail]

    def link(self) -> str:
        """Read the link of the last mail."""
        (mail,) = self._last
        return mail.links[0]

    async def forget(self, *, accounts: Collection[AccountId] = (), addresses: Collection[str] = ()) -> None:
        """Do nothing: the last mail is gone with this."""


class _Jobs:
    def __init__(self, queued: list[Job]) -> None:
        self._queued = queued

    async def add(self, *jobs: Job) -> None:
        self._queued += jobs

    async def add_for_later(self, job: Job, *, at: datetime, now: datetime) -> None:  # noqa: ARG002 (the port's)
        self._queued.append(job)  # in the story nobody waits


class _StagedTransaction:
    """A transaction, but for its jobs."""

    def __init__(self, real: Transaction, queued: list[Job]) -> None:
        self.accounts = real.accounts
        self.sessions = real.sessions
        self.links = real.links
        self.bans = real.bans
        self.relations = real.relations
        self.conferences = real.conferences
        self.presences = real.presences
        self.processes = real.processes
        self.signals = real.signals
        self.timeline = real.timeline
        self.messages = real.messages
        self.notifications = real.notifications
        self.bundles = real.bundles
        self.identities = real.identities
        self.second_steps = real.second_steps
        self.passkeys = real.passkeys
        self.tickets = real.tickets
        self.reports = real.reports
        self.sanctions = real.sanctions
        self.enquiries = real.enquiries
        self.audit = real.audit
        self.keys = real.keys
        self.jobs = _Jobs(queued)


class StagedUnit:
    """Runs work in real transactions; the jobs of those that were committed wait here for ``take``."""

    def __init__(self, real: UnitOfWork) -> None:
        """Run work in another unit's transactions."""
        self._real = real
        self._waiting: list[Job] = []

    async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run work, again where the real unit does."""
        queued: list[Job] = []

        async def staged(real: Transaction) -> T:
            queued.clear()
            return await work(_StagedTransaction(real, queued))

        result = await self._real.run(staged)
        self._waiting += queued
        return result

    def take(self) -> list[Job]:
        """Take the jobs that wait."""
        taken, self._waiting = self._waiting, []
        return taken
