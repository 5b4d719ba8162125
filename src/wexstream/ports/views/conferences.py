"""Conferences, and who is and was in them."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.views.people import Person

PEOPLE_MOST = 3
COMPANIES_MOST = 50
COMPANY_MOST = 5


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
class Concerned:
    """Who of some accounts is to look again as some conferences have changed, by conference.

    Those who have it in some list of theirs (``visibility.has_listed``), and those to whom ``Queries.live``
    would show it, however many others there are.
    """

    listed: dict[ConferenceId, set[AccountId]]
    live: dict[ConferenceId, set[AccountId]]
