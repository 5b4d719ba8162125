"""What is read: the shapes that lists and pages show, made for one reader.

Nothing in a view is hidden later: what its reader may not see was left out when it was made. Slotted and not
frozen, as they are made in great numbers and encoded as they are.
"""

from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar

from wexstream.domain.model.account import AccountState, Language
from wexstream.domain.model.audit import AuditKind, Way
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.ids import (
    AccountId,
    ConferenceId,
    EntryId,
    MessageId,
    NotificationId,
    PasskeyId,
    PeerId,
    PictureId,
    ReportId,
    SanctionId,
    SessionId,
)
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.message import Box
from wexstream.domain.model.moderation import Decision, Evidence, Subject
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.room import Farewell
from wexstream.domain.model.sanction import Outcome, Sanction, Term

T = TypeVar("T")

Pages: TypeAlias = AsyncIterable[Sequence[T]]
"""A list that may be too long to be held: some of it at a time, to be read once."""

EXCERPT_LONGEST = 200
PEOPLE_MOST = 3
COMPANIES_MOST = 50
COMPANY_MOST = 5


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody mentioned: without an id there is no profile to go to, without a name the account is gone.

    Whose profile may not be seen has neither id nor picture.
    """

    id: AccountId | None
    full_name: str | None
    picture: PictureId | None


@dataclass(slots=True, kw_only=True)
class Me:
    """An account as its owner sees it."""

    id: AccountId
    state: AccountState
    moderator: bool
    full_name: str
    email: str
    bio: str | None
    location: str | None
    website: str | None
    picture: PictureId | None
    language: Language
    time_zone: str
    mail_requests: bool
    mail_approvals: bool
    mail_messages: bool
    mail_live: bool
    mail_finished: bool
    messages_from_strangers: bool
    terms_version: str
    terms_accepted_at: datetime
    has_password: bool
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class SecondStep:
    """Whether signing in takes a second step, since when, and how many of the codes kept are left."""

    on: bool
    since: datetime | None
    codes_left: int


@dataclass(slots=True, kw_only=True)
class Passkey:
    """A passkey, as its owner calls it, and when it last signed in."""

    id: PasskeyId
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(slots=True, kw_only=True)
class Profile:
    """An account as another sees it; ``state`` is other than active for moderators only.

    ``since`` is when the two connected, or when the one asked.
    """

    id: AccountId
    state: AccountState
    full_name: str
    bio: str | None
    location: str | None
    website: str | None
    picture: PictureId | None
    standing: Standing
    since: datetime | None
    messageable: bool


@dataclass(slots=True, kw_only=True)
class PersonRow:
    """An account in a list of people; ``since`` is when the two connected, or when the one asked."""

    id: AccountId
    full_name: str
    bio: str | None
    location: str | None
    picture: PictureId | None
    standing: Standing
    since: datetime | None
    messageable: bool


@dataclass(slots=True, kw_only=True)
class BlockedPerson:
    """Somebody whom the reader blocks."""

    id: AccountId
    full_name: str


@dataclass(slots=True, kw_only=True)
class Session:
    """Where the reader is signed in."""

    id: SessionId
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool


@dataclass(slots=True, kw_only=True)
class Identity:
    """Who the reader is at another service; ``email`` is the address there when it was linked.

    ``service`` is what that is called where it is not offered any more: none offered has its ``issuer``.
    """

    provider: Provider
    issuer: str
    service: str
    email: str | None
    linked_at: datetime


@dataclass(slots=True, kw_only=True)
class Conference:
    """A conference as somebody who may see it does.

    ``people`` are up to three of those who are there (live, without the speaker, longest there first) or were
    there (finished, first to join first), ``people_count`` all of them, as far as ``Queries.members`` names
    them; ``joined`` tells whether the reader is a member. ``my_attendance_seconds`` is how long a member was
    there, once it is finished.
    """

    id: ConferenceId
    title: str
    description: str | None
    visibility: Visibility
    locked: bool
    state: ConferenceState
    speaker: Person
    mine: bool
    joined: bool
    created_at: datetime
    broadcast_at: datetime | None
    finished_at: datetime | None
    people: list[Person]
    people_count: int
    my_attendance_seconds: int | None


@dataclass(slots=True, kw_only=True)
class Company:
    """A live conference in which people of the reader's network are, its speaker perhaps among them.

    ``network`` are up to five of them, longest there first, ``network_count`` all of them.
    """

    conference: Conference
    network: list[Person]
    network_count: int


@dataclass(slots=True, kw_only=True)
class Preview:
    """What a public conference shows to nobody in particular."""

    id: ConferenceId
    title: str
    speaker: str
    state: ConferenceState


@dataclass(slots=True, kw_only=True)
class Member:
    """Somebody who joined a conference.

    The speaker alone is told when he left (``left_at``), that the speaker ``removed`` him, and, once it is
    finished, how long he was there (``attended_seconds``).
    """

    person: Person
    joined_at: datetime
    left_at: datetime | None
    present: bool
    attended_seconds: int | None
    removed: bool


@dataclass(slots=True, kw_only=True)
class RoomPerson:
    """Somebody in a room; without a ``peer`` no socket of his is open there just now."""

    account: AccountId
    peer: PeerId | None
    name: str
    picture: PictureId | None
    speaker: bool


@dataclass(slots=True, kw_only=True)
class RoomSubject:
    """What a conference says of itself to those who are in it."""

    title: str
    description: str | None
    visibility: Visibility
    locked: bool


@dataclass(slots=True, kw_only=True)
class Room:
    """A live conference's room, and what of it concerns some of those who have it open.

    ``people`` are in it, longest there first. Of the occupants who were asked for, ``farewells`` tells, by
    peer, why some may not stay, and ``apart``, by account, between whom and which others there is a block,
    which it also tells of an account that alone is looked at.
    """

    subject: RoomSubject
    speaker: AccountId
    people: list[RoomPerson]
    farewells: dict[PeerId, Farewell]
    apart: dict[AccountId, frozenset[AccountId]]


@dataclass(slots=True, kw_only=True)
class MessageRow:
    """The reader's copy of a message in a list.

    ``recipients`` are named to the sender alone; ``excerpt`` is how the body begins, up to 200 characters.
    """

    id: MessageId
    box: Box
    sender: Person
    recipients: list[Person]
    subject: str
    excerpt: str
    read: bool
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class Message:
    """The reader's copy of a message, whole; ``answerable`` tells whether the sender can be written to."""

    id: MessageId
    box: Box
    sender: Person
    recipients: list[Person]
    subject: str
    body: str
    read: bool
    answerable: bool
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class ConferenceMention:
    """A conference that a notification is about."""

    id: ConferenceId
    title: str
    state: ConferenceState


@dataclass(slots=True, kw_only=True)
class MessageMention:
    """A message that a notification is about."""

    id: MessageId
    subject: str


@dataclass(slots=True, kw_only=True)
class OwnAppeal:
    """What somebody said against a decision, and what the moderators answered."""

    text: str
    made_at: datetime
    outcome: Outcome | None
    answer: str | None
    settled_at: datetime | None


@dataclass(slots=True, kw_only=True)
class OwnSanction:
    """A warning or suspension as the one sees it whom it is about: not who complained, nor who decided.

    ``lifted_at`` tells since when it holds no more.
    """

    id: SanctionId
    decision: Decision
    words: str | None
    decided_at: datetime
    until: datetime | None
    lifted_at: datetime | None
    appealable: bool
    appeal: OwnAppeal | None


def own_sanction(sanction: Sanction) -> OwnSanction:
    """Show a sanction to the one whom it is about."""
    appeal = sanction.appeal
    return OwnSanction(
        id=sanction.id,
        decision=sanction.decision,
        words=sanction.words,
        decided_at=sanction.decided_at,
        until=sanction.until,
        lifted_at=sanction.lifted_at,
        appealable=sanction.may_be_appealed,
        appeal=OwnAppeal(
            text=appeal.text,
            made_at=appeal.made_at,
            outcome=appeal.outcome,
            answer=appeal.answer,
            settled_at=appeal.settled_at,
        )
        if appeal
        else None,
    )


@dataclass(slots=True, kw_only=True)
class Notification:
    """A happening as its reader sees it; ``answerable`` tells whether it is a request still open."""

    id: NotificationId
    kind: NotificationKind
    actor: Person | None
    conference: ConferenceMention | None
    message: MessageMention | None
    sanction: OwnSanction | None
    answerable: bool
    read: bool
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class Counters:
    """How long the reader's lists of unread things are."""

    messages: int
    notifications: int
    requests: int


@dataclass(slots=True, kw_only=True)
class Concerned:
    """Who of some accounts is to look again as some conferences have changed, by conference.

    Those who have it in some list of theirs (``visibility.has_listed``), and those to whom ``Queries.live``
    would show it, however many others there are.
    """

    listed: dict[ConferenceId, set[AccountId]]
    live: dict[ConferenceId, set[AccountId]]


@dataclass(slots=True, kw_only=True)
class Report:
    """A complaint as moderators see it. Erased accounts appear by their pseudonyms.

    ``others_open`` is how many other complaints about the same one are open. Of a decision that warned or
    suspended, ``words`` are what the person was told, ``until`` when the suspension ends by itself.
    """

    id: ReportId
    subject: Subject
    reporter: Person
    accused: Person
    conference: ConferenceId | None
    message: MessageId | None
    reason: str
    evidence: Evidence | None
    created_at: datetime
    decision: Decision | None
    decided_by: Person | None
    decided_at: datetime | None
    words: str | None
    until: datetime | None
    others_open: int


@dataclass(slots=True, kw_only=True)
class Appeal:
    """What somebody says against a decision, as moderators see it, with what was reported.

    Without a report it was decided on a profile. ``own`` tells that the reader made the decision.
    """

    id: SanctionId
    account: Person
    decision: Decision
    words: str | None
    decided_by: Person | None
    decided_at: datetime
    until: datetime | None
    text: str
    appealed_at: datetime
    outcome: Outcome | None
    answer: str | None
    settled_by: Person | None
    settled_at: datetime | None
    own: bool
    report: ReportId | None
    subject: Subject | None
    reason: str | None
    evidence: Evidence | None


@dataclass(slots=True, kw_only=True)
class SuspendedPerson:
    """A suspended account as moderators see it; its ``id`` is there though its profile may not be seen."""

    id: AccountId
    person: Person
    suspended_at: datetime
    suspended_until: datetime | None


@dataclass(slots=True, kw_only=True)
class LoggedPerson:
    """Somebody in the log: as a person for as long as the account is there, by a pseudonym afterwards."""

    person: Person
    pseudonym: str | None


@dataclass(slots=True, kw_only=True)
class LogEntry:
    """An entry of the audit log; nobody is its ``actor`` where the operator was, or where it just came about.

    Whoever does something with the own account is actor and subject.
    """

    id: EntryId
    at: datetime
    kind: AuditKind
    actor: LoggedPerson | None
    subject: LoggedPerson | None
    report: ReportId | None
    decision: Decision | None
    way: Way | None


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
