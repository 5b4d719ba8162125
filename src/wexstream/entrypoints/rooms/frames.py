"""What goes over a room's socket: JSON objects, each with a ``type`` (docs/room.md)."""

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from wexstream.domain.model.errors import Invalid
from wexstream.domain.model.ids import AccountId, PeerId, PictureId
from wexstream.domain.model.room import SIGNAL_LARGEST, Farewell, SignalKind, chat

FRAME_LARGEST = 64 * 1024  # bytes


class Code(IntEnum):
    """Why a socket is closed (RFC 6455, 7.4)."""

    BYE = 4000
    MALFORMED = 4400
    NOT_SIGNED_IN = 4401
    NOT_ADMITTED = 4403
    NOT_READING = 4408
    MISTAKE = 1011
    TRY_AGAIN_LATER = 1013


class _Received(msgspec.Struct, forbid_unknown_fields=True):
    """What a client sends."""


class Enter(_Received, kw_only=True, tag="enter"):
    """Open the room."""

    ticket: str


class Say(_Received, kw_only=True, tag="say"):
    """Say something to one, or to all others."""

    kind: SignalKind
    to: PeerId | None = None
    data: msgspec.Raw


class Mute(_Received, kw_only=True, tag="mute"):
    """Ask another to be silent."""

    to: PeerId


class Leave(_Received, tag="leave"):
    """Leave at once."""


Received: TypeAlias = Enter | Say | Mute | Leave


class Malformed(Exception):
    """What came is none of what a client may send."""


class Unacceptable(Exception):
    """What is to be said cannot be."""


class _State(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    audio: bool
    video: bool
    screen: bool
    hand: bool


_received = msgspec.json.Decoder(Received)
_text = msgspec.json.Decoder(str)
_state = msgspec.json.Decoder(_State)


def read(text: str) -> Received:
    """Read what came. Raises Malformed."""
    try:
        received: Received = _received.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise Malformed from error
    if isinstance(received, Say) and received.kind is SignalKind.MUTE:  # that is a frame of its own
        raise Malformed
    return received


def accepted(said: Say) -> str:
    """Take what is to be said in the form in which it is passed on, as JSON. Raises Unacceptable."""
    data = bytes(said.data)
    try:
        match said.kind:
            case SignalKind.CHAT:
                return _encoded(chat(_text.decode(data)))
            case SignalKind.STATE:
                return _encoded(_state.decode(data))
            case _ if len(data) <= SIGNAL_LARGEST:
                return data.decode()
    except (msgspec.DecodeError, Invalid) as error:
        raise Unacceptable from error
    raise Unacceptable


class Person(msgspec.Struct, kw_only=True, frozen=True):
    """Somebody in the room, as one of the others sees him; without ``profile`` there is none to go to."""

    account: AccountId
    peer: PeerId | None
    name: str
    picture: PictureId | None
    speaker: bool
    profile: bool


class _Welcome(msgspec.Struct, kw_only=True, tag="welcome"):
    peer: PeerId
    people: list[Person]


class _People(msgspec.Struct, kw_only=True, tag="people"):
    people: list[Person]


class _Came(msgspec.Struct, kw_only=True, tag="came"):
    person: Person


class _Changed(msgspec.Struct, kw_only=True, tag="changed"):
    person: Person


class _Left(msgspec.Struct, kw_only=True, tag="left"):
    account: AccountId


class _Said(msgspec.Struct, kw_only=True, tag="said"):
    kind: SignalKind
    sender: PeerId = msgspec.field(name="from")
    to: PeerId | None
    data: msgspec.Raw
    at: datetime | UnsetType = UNSET


class _Muted(msgspec.Struct, kw_only=True, tag="muted"):
    by: PeerId


class _Conference(msgspec.Struct, tag="conference"):
    pass


class _Closed(msgspec.Struct, kw_only=True, tag="closed"):
    reason: Farewell


class _Refused(msgspec.Struct, kw_only=True, tag="refused"):
    what: str
    code: str


def welcome(peer: PeerId, people: Iterable[Person]) -> str:
    """Say that one is in, how one is called, and who is there."""
    return _encoded(_Welcome(peer=peer, people=list(people)))


def people(people: Iterable[Person]) -> str:
    """Say who is there, instead of all who were."""
    return _encoded(_People(people=list(people)))


def came(person: Person) -> str:
    """Say that somebody has come."""
    return _encoded(_Came(person=person))


def changed(person: Person) -> str:
    """Say that something of somebody has changed."""
    return _encoded(_Changed(person=person))


def left(account: AccountId) -> str:
    """Say that somebody has left."""
    return _encoded(_Left(account=account))


def said(kind: SignalKind, sender: PeerId, to: PeerId | None, data: str | None, at: datetime) -> str:
    """Say what somebody says."""
    if kind is SignalKind.MUTE:
        return _encoded(_Muted(by=sender))
    raw = msgspec.Raw((data or "null").encode())
    when = at if kind is SignalKind.CHAT else UNSET
    return _encoded(_Said(kind=kind, sender=sender, to=to, data=raw, at=when))


def conference() -> str:
    """Say that something of the conference has changed."""
    return _encoded(_Conference())


def closed(reason: Farewell) -> str:
    """Say why one is in the room no longer."""
    return _encoded(_Closed(reason=reason))


def refused(what: str, code: str) -> str:
    """Say that something is not done."""
    return _encoded(_Refused(what=what, code=code))


def _encoded(value: Any) -> str:  # noqa: ANN401 (what msgspec encodes)
    return msgspec.json.encode(value).decode()
