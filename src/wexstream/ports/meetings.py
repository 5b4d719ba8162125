"""Meetings: where the media of a conference runs, and what admits to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from wexstream.domain.model.account import Language
from wexstream.domain.model.ids import AccountId, ConferenceId

PASS_MINUTES = 10


class Engine(StrEnum):
    """What carries the media."""

    JITSI = "jitsi"
    PEER = "peer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who enters which room as what. ``picture`` is an absolute address that needs no signing in."""

    conference: ConferenceId
    room: str
    title: str
    account: AccountId
    full_name: str
    picture: str | None
    language: Language
    speaker: bool


@dataclass(slots=True, kw_only=True)
class MeetingPass:
    """What admits one person to one room for minutes.

    ``place`` is the engine's host for Jitsi, and the path of the room's socket for the built-in engine;
    ``script`` the address of Jitsi's ``external_api.js``.
    """

    engine: Engine
    place: str
    script: str | None
    room: str
    token: str
    moderator: bool
    expires_at: datetime


class Meetings(Protocol):
    """Admits people to rooms. Which people, was decided before."""

    @property
    def engine(self) -> Engine:
        """What carries the media."""
        ...

    def admit(self, seat: Seat, *, at: datetime) -> MeetingPass:
        """Make a pass for this room and this person alone, valid for ten minutes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPass:
    """Who may enter the room of which conference at our own server, and as what."""

    account: AccountId
    conference: ConferenceId
    speaker: bool


class RoomPasses(Protocol):
    """Recognises the passes of the built-in engine when a room's socket is opened with them."""

    def read(self, token: str, *, at: datetime) -> RoomPass | None:
        """Verify the token of a meeting pass: None when forged, expired, malformed, or for something else."""
        ...
