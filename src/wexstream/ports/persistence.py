"""The write side: transactions, and the repositories that each holds together.

Isolation is that of PostgreSQL's READ COMMITTED: what others commit becomes visible between two calls, and
what was locked stays as it was read.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from wexstream.ports.jobs import JobQueue
from wexstream.ports.repositories.accounts import Accounts
from wexstream.ports.repositories.audit import AuditLog
from wexstream.ports.repositories.bans import Bans
from wexstream.ports.repositories.bundles import Bundles
from wexstream.ports.repositories.conferences import Conferences
from wexstream.ports.repositories.enquiries import Enquiries
from wexstream.ports.repositories.identities import Identities
from wexstream.ports.repositories.keys import Keys
from wexstream.ports.repositories.links import Links
from wexstream.ports.repositories.messages import Messages
from wexstream.ports.repositories.notifications import Notifications
from wexstream.ports.repositories.passkeys import Passkeys
from wexstream.ports.repositories.presences import Presences
from wexstream.ports.repositories.processes import Processes
from wexstream.ports.repositories.relations import Relations
from wexstream.ports.repositories.reports import Reports
from wexstream.ports.repositories.sanctions import Sanctions
from wexstream.ports.repositories.second_steps import SecondSteps
from wexstream.ports.repositories.sessions import Sessions
from wexstream.ports.repositories.signals import Signals
from wexstream.ports.repositories.timeline import Timeline
from wexstream.ports.repositories.used_tickets import UsedTickets

T = TypeVar("T")


class Transaction(Protocol):
    """All repositories in one transaction."""

    @property
    def accounts(self) -> Accounts:
        """Registered persons."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Where they are signed in."""
        ...

    @property
    def identities(self) -> Identities:
        """Who they are elsewhere."""
        ...

    @property
    def second_steps(self) -> SecondSteps:
        """What else they show to sign in."""
        ...

    @property
    def passkeys(self) -> Passkeys:
        """What they sign in by instead of all that."""
        ...

    @property
    def tickets(self) -> UsedTickets:
        """What was used, and is not to be used again."""
        ...

    @property
    def links(self) -> Links:
        """Links in mails."""
        ...

    @property
    def bans(self) -> Bans:
        """Addresses that may not sign up."""
        ...

    @property
    def relations(self) -> Relations:
        """What stands between two."""
        ...

    @property
    def conferences(self) -> Conferences:
        """What speakers broadcast."""
        ...

    @property
    def presences(self) -> Presences:
        """Who is and was in rooms."""
        ...

    @property
    def processes(self) -> Processes:
        """What serves."""
        ...

    @property
    def signals(self) -> Signals:
        """What is said in rooms, on its way to another process."""
        ...

    @property
    def timeline(self) -> Timeline:
        """Which broadcasts reached whom."""
        ...

    @property
    def messages(self) -> Messages:
        """Private messages."""
        ...

    @property
    def notifications(self) -> Notifications:
        """What accounts were told."""
        ...

    @property
    def bundles(self) -> Bundles:
        """Which of it is mailed together."""
        ...

    @property
    def reports(self) -> Reports:
        """Complaints."""
        ...

    @property
    def sanctions(self) -> Sanctions:
        """Warnings and suspensions."""
        ...

    @property
    def enquiries(self) -> Enquiries:
        """Letters to the operator."""
        ...

    @property
    def audit(self) -> AuditLog:
        """What moderators did, and what happened to the security of accounts."""
        ...

    @property
    def keys(self) -> Keys:
        """Idempotency keys."""
        ...

    @property
    def jobs(self) -> JobQueue:
        """Work for afterwards."""
        ...


class UnitOfWork(Protocol):
    """Runs work in transactions."""

    async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction of its own: committed when it returns, rolled back when it raises.

        Work that a deadlock or a serialization failure interrupted is run again, up to three times: it must
        do nothing that the transaction does not undo. Raises Contention when that did not help, and
        StorageUnavailable.
        """
        ...


class Contention(Exception):
    """Too many want the same at once; trying again later helps."""


class StorageUnavailable(Exception):
    """What is kept cannot be reached, or not written, at present; trying again later helps.

    Whoever changes something does not know by this whether it took effect: a commit's answer may be what was
    lost.
    """
