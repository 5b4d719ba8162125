"""All that a platform in memory keeps: tables of frozen values, replaced as a whole at each commit."""

from collections.abc import Callable, ItemsView, Iterator, MutableMapping, ValuesView
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Generic, TypeVar
from uuid import UUID

from wexstream.adapters.memory.lock import StoreLock
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import Entry
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.conference import Conference, Member, Presence
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.identity import Identity
from wexstream.domain.model.ids import (
    AccountId,
    BundleId,
    ConferenceId,
    EnquiryId,
    EntryId,
    LinkId,
    MessageId,
    NotificationId,
    PasskeyId,
    PresenceId,
    ProcessId,
    ReportId,
    SanctionId,
    SessionId,
    SignalId,
    TicketId,
)
from wexstream.domain.model.link import Link
from wexstream.domain.model.message import Box, Message
from wexstream.domain.model.moderation import Report
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.passkey import Passkey
from wexstream.domain.model.relation import Relation
from wexstream.domain.model.room import Signal
from wexstream.domain.model.sanction import Sanction
from wexstream.domain.model.second_step import SecondStep
from wexstream.domain.model.session import Session
from wexstream.ports.jobs import Job

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A broadcast that reached an account; removed by its owner, the row stays."""

    account: AccountId
    conference: ConferenceId
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCopy:
    """A copy of a message, and what stays of it: whom the sender wrote to, until that account is erased.

    Without an owner it counts as deleted.
    """

    owner: AccountId | None
    box: Box
    read: bool
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedKey:
    """What a request of an account under an idempotency key has made, and when."""

    account: AccountId
    digest: bytes
    made: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedJob:
    """A job, how often it was tried, and from when on it is to be tried, or tried again.

    Held, ``failure`` names the kind of error that it is held for; not its words, as they may bear an address.
    """

    job: Job
    attempts: int = 0
    not_before: datetime | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Since when a process lives, and until when it is known to."""

    since: datetime
    alive_until: datetime


class Rows(MutableMapping[K, V], Generic[K, V]):
    """Rows by key. A fork shares them with its original until it is changed."""

    __slots__ = ("_rows", "_shared")

    def __init__(self, shared: dict[K, V] | None = None, /) -> None:
        self._rows: dict[K, V] = {} if shared is None else shared
        self._shared = shared is not None

    def fork(self) -> "Rows[K, V]":
        """Make one that may be changed without changing this one, which is changed no more."""
        return Rows(self._rows)

    def replace(self, key: K, row: V) -> None:
        """Put a row in the place of another; none there, nothing happens."""
        if key in self._rows:
            self[key] = row

    def change_where(self, applies: Callable[[V], bool], change: Callable[[V], V]) -> None:
        """Change the rows of which something is true."""
        for key, row in list(self.items()):
            if applies(row):
                self[key] = change(row)

    def remove_where(self, applies: Callable[[V], bool]) -> None:
        """Remove the rows of which something is true."""
        for key, row in list(self.items()):
            if applies(row):
                del self[key]

    def remove_some(self, applies: Callable[[V], bool], *, most: int) -> int:
        """Remove up to so many rows of which something is true; how many there were."""
        found = [key for key, row in self.items() if applies(row)][:most]
        for key in found:
            del self[key]
        return len(found)

    def __getitem__(self, key: K) -> V:
        return self._rows[key]

    def __setitem__(self, key: K, row: V) -> None:
        self._own()[key] = row

    def __delitem__(self, key: K) -> None:
        del self._own()[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def values(self) -> ValuesView[V]:
        """All rows, oldest key first."""
        return self._rows.values()

    def items(self) -> ItemsView[K, V]:
        """All keys with their rows, oldest key first."""
        return self._rows.items()

    def _own(self) -> dict[K, V]:
        if self._shared:
            self._rows = dict(self._rows)
            self._shared = False
        return self._rows


class Tables:
    """All rows at one moment.

    Relations are by (low, high), identities by (issuer, subject); the copies of a message lie together.
    """

    def __init__(self) -> None:
        self.accounts: Rows[AccountId, Account] = Rows()
        self.sessions: Rows[SessionId, Session] = Rows()
        self.identities: Rows[tuple[str, str], Identity] = Rows()
        self.second_steps: Rows[AccountId, SecondStep] = Rows()
        self.recovery_codes: Rows[AccountId, frozenset[bytes]] = Rows()
        self.passkeys: Rows[PasskeyId, Passkey] = Rows()
        self.tickets: Rows[TicketId, datetime] = Rows()
        self.links: Rows[LinkId, Link] = Rows()
        self.bans: Rows[bytes, datetime | None] = Rows()
        self.relations: Rows[tuple[AccountId, AccountId], Relation] = Rows()
        self.conferences: Rows[ConferenceId, Conference] = Rows()
        self.members: Rows[tuple[ConferenceId, AccountId], Member] = Rows()
        self.presences: Rows[PresenceId, Presence] = Rows()
        self.processes: Rows[ProcessId, Life] = Rows()
        self.signals: Rows[SignalId, Signal] = Rows()
        self.timeline: Rows[tuple[AccountId, ConferenceId], TimelineRow] = Rows()
        self.messages: Rows[MessageId, Message] = Rows()
        self.copies: Rows[MessageId, tuple[KeptCopy, ...]] = Rows()
        self.notifications: Rows[NotificationId, Notification] = Rows()
        self.bundles: Rows[tuple[AccountId, NotificationKind], Bundle] = Rows()
        self.bundled: Rows[NotificationId, BundleId] = Rows()
        self.reports: Rows[ReportId, Report] = Rows()
        self.sanctions: Rows[SanctionId, Sanction] = Rows()
        self.enquiries: Rows[EnquiryId, Enquiry] = Rows()
        self.audit: Rows[EntryId, Entry] = Rows()
        self.pseudonyms: Rows[AccountId, str] = Rows()
        self.keys: Rows[tuple[AccountId, str], ClaimedKey] = Rows()
        self.jobs: Rows[int, QueuedJob] = Rows()

    def fork(self) -> "Tables":
        """Make tables that may be changed without changing these."""
        fork = Tables()
        for name, rows in vars(self).items():
            setattr(fork, name, rows.fork())
        return fork


class Store:
    """What is committed, and the lock of those who change it.

    ``committed`` is never changed, only replaced: whoever reads takes it once and sees one moment.
    """

    def __init__(self) -> None:
        self.committed = Tables()
        self.lock = StoreLock()
        self.job_numbers = count(1)
