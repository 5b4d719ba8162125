"""Rooms of live conferences."""

from dataclasses import dataclass

from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.ids import AccountId, PeerId, PictureId
from wexstream.domain.model.room import Farewell


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
