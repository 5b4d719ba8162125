"""Messages."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.ids import MessageId
from wexstream.domain.model.message import Box
from wexstream.ports.views.people import Person

EXCERPT_LONGEST = 200


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
