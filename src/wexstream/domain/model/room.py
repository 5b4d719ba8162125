"""Rooms while people are in them: who has one open, why one may not stay, and what people say there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wexstream.domain.model import text
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.errors import NotFound, NotSpeaker
from wexstream.domain.model.ids import AccountId, ConferenceId, PeerId, SessionId, SignalId

CHAT_LONGEST = 2_000
SIGNAL_LARGEST = 32 * 1024  # bytes
SIGNALS_KEPT = timedelta(seconds=60)


class Farewell(StrEnum):
    """Why somebody who has a room open is in it no longer, as he is told."""

    SUSPENDED = "suspended"
    SIGNED_OUT = "signed-out"
    DELETED = "deleted"
    FINISHED = "finished"
    REMOVED = "removed"
    NOT_FOR_YOU = "not-for-you"
    LEFT = "left"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupant:
    """Who has a room open, in which session, and by which socket."""

    account: AccountId
    session: SessionId
    peer: PeerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What decides whether an occupant may stay in the room of a conference.

    ``state`` is that of his account, None once it is erased; ``visible`` tells whether he may see the
    conference; ``present`` whether he has not left, and ``newest`` whether no other socket of his came later.
    """

    state: AccountState | None
    signed_in: bool
    finished: bool
    visible: bool
    removed: bool
    present: bool
    newest: bool

    def farewell(self) -> Farewell | None:
        """Tell why he may not stay; None while he may."""
        ends = (
            (self.state is AccountState.SUSPENDED, Farewell.SUSPENDED),
            (not self.signed_in, Farewell.SIGNED_OUT),
            (self.finished, Farewell.FINISHED),
            (self.removed, Farewell.REMOVED),
            (
                not self.visible,
                Farewell.NOT_FOR_YOU,
            ),  # a block, a disconnection, made private: which, is not told
            (not self.present, Farewell.LEFT),
            (not self.newest, Farewell.REPLACED),
        )
        return next((why for ended, why in ends if ended), None)


class SignalKind(StrEnum):
    """What one says to others in a room: for engines, for people, of oneself, or to mute another."""

    SIGNAL = "signal"
    CHAT = "chat"
    STATE = "state"
    MUTE = "mute"


_TO_ONE = frozenset({SignalKind.SIGNAL, SignalKind.MUTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Something said in a room, to one or to all others; ``data`` is JSON, None for none."""

    id: SignalId
    conference: ConferenceId
    sender: PeerId
    to: PeerId | None
    kind: SignalKind
    data: str | None
    at: datetime

    def require_allowed(self, *, speaker: bool, apart: bool) -> None:
        """Let through what may be said, by the ``speaker`` of the conference or another.

        ``apart`` tells whether there is a block between him and whom it is for: then they hear each other as
        all do, and do not write to each other alone. Raises NotSpeaker where others may not, Invalid where it
        is for nobody in particular, and NotFound for words to one who is apart.
        """
        if apart and self.kind is SignalKind.CHAT and self.to is not None:
            raise NotFound
        if self.kind is SignalKind.MUTE and not speaker:
            raise NotSpeaker
        if self.kind in _TO_ONE and self.to is None:
            raise text.refuse("to", "missing", "Say whom it is for.")


def chat(value: str) -> str:
    """Accept what is said to people: 1 to 2,000 characters. Raises Invalid."""
    return text.paragraphs(value, field="data", longest=CHAT_LONGEST)
