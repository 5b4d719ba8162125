"""Meetings: where the media of a conference runs, and what admits to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from wexstream.domain.model.ids import AccountId, ConferenceId

PASS_LASTS = timedelta(minutes=10)


class Engine(StrEnum):
    """What carries the media."""

    JITSI = "jitsi"
    PEER = "peer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who enters which room as what. ``picture`` is an absolute address that needs no signing in."""

    room: str
    account: AccountId
    full_name: str
    picture: str | None
    speaker: bool


@dataclass(slots=True, kw_only=True)
class JitsiMeeting:
    """A room of a Jitsi server: its host, its ``external_api.js``, its name, and the token that opens it."""

    host: str
    script: str
    room: str
    token: str


@dataclass(slots=True, kw_only=True)
class IceServer:
    """A server that helps browsers to reach each other: an ``RTCIceServer`` (WebRTC 1.0, 4.2.2)."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


@dataclass(slots=True, kw_only=True)
class PeerMeeting:
    """A meeting from browser to browser; ``most_people`` can be in it at once, the speaker among them."""

    ice_servers: list[IceServer]
    most_people: int


@dataclass(slots=True, kw_only=True)
class MeetingPass:
    """What admits one person to one room for minutes.

    ``socket`` is the path of the room's socket at our own server, and ``ticket`` what opens it, whatever the
    engine. What the engine itself wants to know is in the part that bears its name; the other one is None.
    """

    engine: Engine
    socket: str
    ticket: str
    moderator: bool
    expires_at: datetime
    jitsi: JitsiMeeting | None
    peer: PeerMeeting | None


def pass_ends(at: datetime) -> datetime:
    """Tell when a pass that is made at a time ends: after ten minutes, to the whole second before."""
    return (at + PASS_LASTS).replace(microsecond=0)


class Meetings(Protocol):
    """The engine. Who may enter was decided before."""

    @property
    def engine(self) -> Engine:
        """What carries the media."""
        ...

    @property
    def most_people(self) -> int | None:
        """How many can be in a room at once, the speaker among them; None where it sets no bound."""
        ...

    def admit(self, seat: Seat, *, at: datetime) -> JitsiMeeting | PeerMeeting:
        """Tell how this person alone gets into this room alone, until ``pass_ends``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPass:
    """Who may open the socket of which conference's room."""

    account: AccountId
    conference: ConferenceId


class RoomPasses(Protocol):
    """Makes and recognises what opens the sockets of rooms."""

    def socket(self, conference: ConferenceId) -> str:
        """Tell the path of a room's socket."""
        ...

    def issue(self, admitted: RoomPass, *, expires_at: datetime) -> str:
        """Make a ticket, good until a whole second."""
        ...

    def read(self, ticket: str, *, at: datetime) -> RoomPass | None:
        """Verify a ticket: None when it is forged, expired, malformed, or for something else."""
        ...
