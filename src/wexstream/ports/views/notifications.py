"""What one is told of."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.ids import ConferenceId, MessageId, NotificationId
from wexstream.domain.model.notification import NotificationKind
from wexstream.ports.views.people import Person
from wexstream.ports.views.sanctions import OwnSanction


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
