"""Everything that is kept about somebody, for that one to take along."""

from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar

from wexstream.domain.model.audit import AuditKind, Way
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, NotificationId, ReportId
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.message import Box
from wexstream.domain.model.moderation import Decision, Subject
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.sanction import Outcome, Term
from wexstream.ports.views.accounts import Me, Passkey, SecondStep, Session
from wexstream.ports.views.sanctions import OwnSanction

T = TypeVar("T")

Pages: TypeAlias = AsyncIterable[Sequence[T]]
"""A list that may be too long to be held: some of it at a time, to be read once."""


@dataclass(slots=True, kw_only=True)
class OwnIdentity:
    """Who the owner of the data is at another service, and what that calls the owner."""

    provider: Provider
    issuer: str
    known_as: str
    email: str | None
    linked_at: datetime


@dataclass(slots=True, kw_only=True)
class OwnLink:
    """A mail with a link that was sent to the owner of the data."""

    purpose: LinkPurpose
    email: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(slots=True, kw_only=True)
class OwnRelation:
    """What stands between the owner of the data and another, without what the other keeps to himself.

    The id is None where there is no profile to go to. ``since`` is when they connected, or one asked;
    ``declined_at`` when the owner declined.
    """

    account: AccountId | None
    full_name: str
    standing: Standing
    since: datetime | None
    i_block: bool
    declined_at: datetime | None


@dataclass(slots=True, kw_only=True)
class OwnConference:
    """A conference of the owner of the data."""

    id: ConferenceId
    title: str
    description: str | None
    visibility: Visibility
    locked: bool
    state: ConferenceState
    created_at: datetime
    broadcast_at: datetime | None
    finished_at: datetime | None
    opened_at: datetime | None


@dataclass(slots=True, kw_only=True)
class OwnPresence:
    """When the owner of the data was in a room; of a conference no longer to be seen the times alone."""

    conference: ConferenceId | None
    title: str | None
    began_at: datetime
    ended_at: datetime | None


@dataclass(slots=True, kw_only=True)
class OwnMembership:
    """A conference that the owner of the data joined, and when; of one no longer to be seen the times alone.

    ``removed_at`` is when its speaker sent the owner out.
    """

    conference: ConferenceId | None
    title: str | None
    joined_at: datetime
    left_at: datetime | None
    removed_at: datetime | None


@dataclass(slots=True, kw_only=True)
class OwnTimelineEntry:
    """A broadcast that reached the owner of the data; of one no longer to be seen the time alone."""

    conference: ConferenceId | None
    title: str | None
    broadcast_at: datetime
    removed: bool


@dataclass(slots=True, kw_only=True)
class OwnMessage:
    """A copy of a message that the owner of the data has."""

    id: MessageId
    box: Box
    sender: str | None
    recipients: list[str | None]
    subject: str
    body: str
    read: bool
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class OwnNotification:
    """A happening told to the owner of the data; what it is about has no name when it may not be seen."""

    id: NotificationId
    kind: NotificationKind
    actor: str | None
    conference: str | None
    message: str | None
    read: bool
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class OwnReport:
    """A complaint that the owner of the data made, by name or pseudonym of whom it is about."""

    id: ReportId
    subject: Subject
    accused: str | None
    reason: str
    created_at: datetime
    decision: Decision | None


@dataclass(slots=True, kw_only=True)
class OwnDecision:
    """What the owner of the data decided as a moderator, on a report or without one."""

    report: ReportId | None
    decision: Decision
    decided_at: datetime
    words: str | None
    term: Term | None


@dataclass(slots=True, kw_only=True)
class OwnSettlement:
    """What the owner of the data made of an appeal as a moderator."""

    outcome: Outcome
    answer: str
    settled_at: datetime


@dataclass(slots=True, kw_only=True)
class OwnLogEntry:
    """An entry of the audit log that the owner of the data is in; whoever else is in it is not told.

    ``mine`` tells whether it is of something that the owner did. Which report it comes from is told of those.
    """

    at: datetime
    kind: AuditKind
    mine: bool
    report: ReportId | None
    decision: Decision | None
    way: Way | None


@dataclass(slots=True, kw_only=True)
class OwnEnquiry:
    """A letter to the operator, not mailed yet, from the verified address of the owner of the data."""

    name: str
    subject: str
    body: str
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class Export:
    """Everything that is kept about one account, for its owner, as it is at one moment.

    What comes in pages is read one after the other, in any order, as long as the export is open. All of it is
    taken along: a part that is added here is in the archive.
    """

    account: Me
    verified_at: datetime | None
    suspended_at: datetime | None
    second_step: SecondStep
    suspended_until: datetime | None
    sessions: Pages[Session]
    identities: Pages[OwnIdentity]
    passkeys: Pages[Passkey]
    links: Pages[OwnLink]
    relations: Pages[OwnRelation]
    conferences: Pages[OwnConference]
    presences: Pages[OwnPresence]
    memberships: Pages[OwnMembership]
    timeline: Pages[OwnTimelineEntry]
    messages: Pages[OwnMessage]
    notifications: Pages[OwnNotification]
    reports: Pages[OwnReport]
    decisions: Pages[OwnDecision]
    log: Pages[OwnLogEntry]
    settlements: Pages[OwnSettlement]
    sanctions: Pages[OwnSanction]
    enquiries: Pages[OwnEnquiry]
