"""Repositories of aggregates: what a transaction reads, locks and keeps.

Locks are taken in one order everywhere: addresses, accounts by id, relations by pair, conferences by id, then
the rest, which is only changed under one of those. They are held until the transaction ends.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from wexstream.domain.model.account import Account, Holders, MailChoices
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.conference import Conference, Member, Presence
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.ids import (
    AccountId,
    BundleId,
    ConferenceId,
    EnquiryId,
    LinkId,
    MessageId,
    NotificationId,
    ProcessId,
    ReportId,
    SessionId,
)
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.domain.model.message import Box, Copy, Message
from wexstream.domain.model.moderation import Report
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.relation import Relation
from wexstream.domain.model.room import Signal
from wexstream.domain.model.session import Session


class Accounts(Protocol):
    """Registered persons. An address has at most one owner and one applicant: see ``Holders``."""

    async def find(self, account: AccountId) -> Account | None:
        """Read one, without a lock."""
        ...

    async def find_by_address(self, address_key: str) -> Holders:
        """Read those of an address, without a lock."""
        ...

    async def any_exists(self) -> bool:
        """Tell whether anybody is registered, without a lock."""
        ...

    async def hold(self, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
        """Read those that exist and keep them from being changed or erased; others may hold them too."""
        ...

    async def lock(self, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
        """Read those that exist and keep everybody else from holding, changing and erasing them."""
        ...

    async def lock_by_address(self, address_key: str) -> Holders:
        """Lock an address, whether or not an account has it, and the accounts that have it."""
        ...

    async def add(self, account: Account) -> None:
        """Keep a new one. Raises AddressTaken."""
        ...

    async def save(self, account: Account) -> None:
        """Keep a change of one that was locked. Raises AddressTaken."""
        ...

    async def erase(self, account: AccountId) -> None:
        """Erase one that was locked, with everything that is its own.

        Its sessions, links, relations, conferences with all that hangs on them, memberships, presences,
        timeline, notifications (had and caused), copies of messages and idempotency keys go, and the jobs
        that name it, queued or held. What it sent stays with its recipients, without a sender; messages that
        nobody has a copy of any more go; in what others sent it is a recipient without a name.
        """
        ...


class Sessions(Protocol):
    """Where accounts are signed in."""

    async def add(self, session: Session) -> None:
        """Keep a new one."""
        ...

    async def end(self, account: AccountId, session: SessionId) -> bool:
        """End one of an account's; tell whether there was one."""
        ...

    async def end_all(self, account: AccountId, *, but: SessionId | None = None) -> None:
        """End all of an account's, or all but one."""
        ...

    async def seen(self, session: SessionId, *, at: datetime) -> None:
        """Note that one was used; one that has ended stays ended."""
        ...

    async def purge(self, *, before: datetime) -> None:
        """Remove those whose time was over before."""
        ...


class Links(Protocol):
    """Links in mails. They are changed under the lock of their account."""

    async def add(self, link: Link) -> None:
        """Keep a new one."""
        ...

    async def find(self, link: LinkId) -> Link | None:
        """Read one."""
        ...

    async def find_by_token(self, digest: bytes) -> Link | None:
        """Read the one of a token's digest."""
        ...

    async def save(self, link: Link) -> None:
        """Keep a change."""
        ...

    async def supersede(self, account: AccountId, purpose: LinkPurpose) -> None:
        """Put an account's earlier links of a purpose out of use."""
        ...

    async def purge(self, *, before: datetime) -> None:
        """Remove those whose time was over before."""
        ...


class Bans(Protocol):
    """Keyed hashes of addresses that may not sign up."""

    async def add(self, digest: bytes) -> None:
        """Ban an address; banned already, nothing changes."""
        ...

    async def remove(self, digest: bytes) -> None:
        """Lift a ban; none there, nothing changes."""
        ...

    async def has(self, digest: bytes) -> bool:
        """Tell whether an address is banned."""
        ...


class Relations(Protocol):
    """What stands between two accounts: at most one row a pair."""

    async def find(self, one: AccountId, other: AccountId) -> Relation:
        """Read the relation of two different accounts, without a lock; strangers where there is no row."""
        ...

    async def lock(self, one: AccountId, others: Iterable[AccountId]) -> Mapping[AccountId, Relation]:
        """Read one account's relations to others and lock them, by pair in order.

        Those of these accounts that exist are held. Rows missing are made where both are active, and only
        then: without a row, others are left out, whether they exist or not, which takes as long.
        """
        ...

    async def save(self, relation: Relation) -> None:
        """Keep a change of one that was locked."""
        ...

    async def connected_among(self, account: AccountId, others: Iterable[AccountId]) -> set[AccountId]:
        """Tell to whom of these an account is connected, without a lock."""
        ...

    async def hold_entitled(self, account: AccountId, *, since: datetime) -> Mapping[AccountId, MailChoices]:
        """Read the active accounts connected to one since a time or longer, with what mails they want.

        Nobody when the one is not active. All these accounts are held, and the relations kept from changing.
        """
        ...


class Conferences(Protocol):
    """What speakers broadcast."""

    async def add(self, conference: Conference) -> None:
        """Keep a new one."""
        ...

    async def find(self, conference: ConferenceId) -> Conference | None:
        """Read one, without a lock."""
        ...

    async def lock(self, conference: ConferenceId) -> Conference | None:
        """Read and lock one; None when it is gone."""
        ...

    async def save(self, conference: Conference) -> None:
        """Keep a change of one that was locked."""
        ...

    async def remove(self, conference: ConferenceId) -> None:
        """Remove one that was locked, with its members, presences, timeline rows and notifications."""
        ...

    async def lock_rooms_of(self, account: AccountId) -> Sequence[Conference]:
        """Read and lock the live ones that an account speaks or is present in, by id."""
        ...

    async def lock_shared(self, one: AccountId, other: AccountId) -> Sequence[Conference]:
        """Read and lock the live ones of either of two in which the other is present, by id."""
        ...

    async def due(
        self, *, unopened_since: datetime, lease_before: datetime, limit: int
    ) -> Sequence[ConferenceId]:
        """Tell in which live conferences something may have run out, without a lock.

        Those that nobody has opened since they went live by ``unopened_since``, those in which a standing
        presence's lease ended by ``lease_before``, and those that were opened and in which nobody is present.
        """
        ...


class Presences(Protocol):
    """Who is, and was, in a room. Changed under the lock of the conference.

    An account has at most one standing presence in a conference, and at most one membership. A presence that
    a process holds is read with a lease that goes as far as the process is known to live (``Processes``).
    """

    async def standing(self, conference: ConferenceId) -> Sequence[Presence]:
        """Read those in a conference that have not ended, by account."""
        ...

    async def of(self, conference: ConferenceId, account: AccountId) -> Presence | None:
        """Read the one of an account in a conference that has not ended."""
        ...

    async def add(self, presence: Presence) -> None:
        """Keep a new one."""
        ...

    async def save(self, presence: Presence) -> None:
        """Keep a change of one; erased meanwhile, it stays gone."""
        ...

    async def end(
        self, conference: ConferenceId, accounts: Collection[AccountId] | None = None, *, at: datetime
    ) -> None:
        """End those in a conference that have not ended, of some accounts or of all.

        As ``Presence.end`` does; their memberships note that they left then. It takes the same number of
        steps for however many.
        """
        ...

    async def release(self, process: ProcessId, *, until: datetime) -> None:
        """Let go of those that a process holds and that have not ended, as ``Presence.release`` does.

        Locks their conferences.
        """
        ...

    async def member(self, conference: ConferenceId, account: AccountId) -> Member | None:
        """Read a membership."""
        ...

    async def add_member(self, member: Member) -> None:
        """Keep a new membership. The account is held."""
        ...

    async def save_member(self, member: Member) -> None:
        """Keep a change of one; erased meanwhile, it stays gone."""
        ...


class Processes(Protocol):
    """The serving processes, and until when each is known to live."""

    async def keep_alive(self, process: ProcessId, *, at: datetime, until: datetime) -> None:
        """Note that one lives now, and until a time.

        It does so since the first time that it said this, or said it again after it was thought to be dead.
        """
        ...

    async def settled(self, *, since: datetime, at: datetime) -> bool:
        """Tell whether one that lives at a time does so ``since``, or there is none at all.

        Else all may have been out of touch, and cannot tell yet whom they hold.
        """
        ...

    async def end(self, process: ProcessId) -> None:
        """Forget one that stops; none there, nothing happens."""
        ...

    async def purge(self, *, before: datetime) -> None:
        """Forget those that were not known to live since."""
        ...


class Signals(Protocol):
    """What people in a room say to those who are there by another process, kept until these have had it."""

    async def add(self, signals: Iterable[Signal]) -> None:
        """Send some, which other processes are told of; those that were sent already are not kept twice."""
        ...

    async def purge(self, *, before: datetime) -> None:
        """Forget those sent before."""
        ...


class Timeline(Protocol):
    """Which broadcasts reached whom. Rows that their owner removed are kept, so that none comes twice."""

    async def add(self, conference: Conference, accounts: Iterable[AccountId]) -> None:
        """Put a broadcast on timelines; where it is already, nothing happens. The accounts are held."""
        ...

    async def hold_audience(self, conference: ConferenceId) -> Mapping[AccountId, MailChoices]:
        """Read the active accounts that a broadcast reached, and hold them, their rows and the speaker.

        Nobody when the speaker is not active.
        """
        ...

    async def remove(self, account: AccountId, conference: ConferenceId) -> bool:
        """Remove a broadcast from an account's own timeline; tell whether it was seen there."""
        ...

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete from both timelines what each has of the other."""
        ...


class Messages(Protocol):
    """Private messages and everybody's copies."""

    async def add(self, message: Message, copies: Iterable[Copy]) -> None:
        """Keep a new message with its copies."""
        ...

    async def find(self, owner: AccountId, message: MessageId, box: Box) -> Message | None:
        """Read a message of which an account has a copy in a box."""
        ...

    async def mark(self, owner: AccountId, message: MessageId, *, read: bool) -> bool:
        """Mark the owner's copy; tell whether there is one."""
        ...

    async def remove(self, owner: AccountId, message: MessageId) -> bool:
        """Remove the owner's copy, and the message with the last one; tell whether there was one."""
        ...


class Notifications(Protocol):
    """What accounts were told.

    One account is told at most once that a conference is live, that it finished, or of a message. Wherever
    an owner is named, what that owner may not see now is left alone, as if it were not there.
    """

    async def add(self, notifications: Iterable[Notification]) -> Sequence[NotificationId]:
        """Tell; what was told before is left out. The ids of those that were added. The accounts are held."""
        ...

    async def tell(
        self,
        audience: Mapping[AccountId, NotificationId],
        kind: NotificationKind,
        conference: Conference,
        *,
        at: datetime,
    ) -> Sequence[NotificationId]:
        """Tell many of a conference of its speaker's, as ``add`` does; for each, the id is given."""
        ...

    async def find(self, notification: NotificationId) -> Notification | None:
        """Read one that its owner may see now."""
        ...

    async def mark(self, owner: AccountId, notification: NotificationId, *, read: bool) -> bool:
        """Mark one; tell whether there is one."""
        ...

    async def mark_all_read(self, owner: AccountId) -> None:
        """Mark all of an owner's as read."""
        ...

    async def remove(self, owner: AccountId, notification: NotificationId) -> bool:
        """Remove one; tell whether there was one."""
        ...

    async def remove_all(self, owner: AccountId) -> None:
        """Remove all of an owner's."""
        ...

    async def answer_request(self, *, asker: AccountId, asked: AccountId) -> None:
        """Mark as read that one asked another to connect."""
        ...

    async def withdraw_request(self, *, asker: AccountId, asked: AccountId) -> None:
        """Delete that one asked another to connect."""
        ...

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete the notifications that each of two has of the other."""
        ...

    async def follow_copy(self, owner: AccountId, message: MessageId, *, read: bool | None) -> None:
        """Mark the notification of a message as its copy is, or delete it (None)."""
        ...


class Bundles(Protocol):
    """Which notifications are mailed together. Changed under the lock of their account."""

    async def last(self, account: AccountId, kind: NotificationKind) -> Bundle | None:
        """Read an account's last one of a kind."""
        ...

    async def find(self, bundle: BundleId) -> Bundle | None:
        """Read one; None where there is a later one of its account and kind, or it was dropped."""
        ...

    async def save(self, bundle: Bundle) -> None:
        """Keep one as the last of its account and kind, whether it is new or was changed."""
        ...

    async def drop(self, bundle: BundleId) -> None:
        """Forget when it was; what is in it is still known to be."""
        ...

    async def put(self, bundle: BundleId, notification: NotificationId) -> bool:
        """Put a notification in; tell whether it was: not where it is gone, or is in one already."""
        ...

    async def told(self, bundle: BundleId) -> Sequence[Notification]:
        """Read what is in one, unread, and to be seen by its owner now; the newest first."""
        ...


class Reports(Protocol):
    """Complaints, their evidence, and decisions."""

    async def add(self, report: Report) -> None:
        """Keep a new one."""
        ...

    async def find(self, report: ReportId) -> Report | None:
        """Read one, without a lock."""
        ...

    async def lock(self, report: ReportId) -> Report | None:
        """Read and lock one."""
        ...

    async def save(self, report: Report) -> None:
        """Keep a change of one that was locked."""
        ...

    async def lock_naming(self, account: AccountId) -> Sequence[Report]:
        """Read and lock those in which an account appears, by id."""
        ...

    async def drop_evidence(self, *, closed_before: datetime) -> None:
        """Drop the evidence, and the reasons, of cases closed before."""
        ...


class Enquiries(Protocol):
    """Letters to the operator that are not mailed yet."""

    async def add(self, enquiry: Enquiry) -> None:
        """Keep a new one."""
        ...

    async def find(self, enquiry: EnquiryId) -> Enquiry | None:
        """Read one."""
        ...

    async def remove(self, enquiry: EnquiryId) -> None:
        """Remove one; none there, nothing happens."""
        ...

    async def remove_from(self, address_key: str) -> None:
        """Remove those from an address."""
        ...


class Keys(Protocol):
    """Idempotency keys: which thing a request has made."""

    async def claim(self, account: AccountId, key: str, *, digest: bytes, made: UUID, at: datetime) -> UUID:
        """Note what a request makes, and answer with it; or with what it made before. The account is held.

        Two at once: the second waits for the first. Raises KeyReused when the digest is another.
        """
        ...

    async def purge(self, *, before: datetime) -> None:
        """Forget those noted before."""
        ...
