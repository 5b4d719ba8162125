"""One open socket of somebody in a room."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime

from wexstream.domain.model.ids import AccountId, ConferenceId, PeerId
from wexstream.domain.model.room import Farewell, Occupant
from wexstream.domain.model.visibility import Viewer
from wexstream.entrypoints.rooms import frames
from wexstream.entrypoints.rooms.frames import Code
from wexstream.entrypoints.rooms.outgoing import Outgoing
from wexstream.entrypoints.rooms.pace import Pace
from wexstream.entrypoints.rooms.roster import NOBODY, Roster

EARLY_MOST = 200  # frames


@dataclass(slots=True, kw_only=True, eq=False)
class Connection:
    """Who has opened which room, by which name others know it, how fast it may be, and what waits to be sent.

    ``held`` tells whether a presence may be held by it; ``entered_at`` when it was about to enter, and
    ``admitted`` whether it has; ``early`` is what others have said to it before it is welcomed. ``blocked``
    are those between whom and its person there is a block, and ``apart`` those of them that were there when
    it was told last who is.
    """

    viewer: Viewer
    conference: ConferenceId
    peer: PeerId
    pace: Pace = field(default_factory=lambda: Pace(time.monotonic))
    outgoing: Outgoing = field(default_factory=Outgoing)
    welcomed: asyncio.Event = field(default_factory=asyncio.Event)
    held: bool = False
    entered_at: datetime | None = None
    admitted: bool = False
    early: list[str] = field(default_factory=list)
    blocked: frozenset[AccountId] = NOBODY
    apart: frozenset[AccountId] = NOBODY

    @property
    def occupant(self) -> Occupant:
        """As whom it is looked at."""
        return Occupant(account=self.viewer.account, session=self.viewer.session, peer=self.peer)

    def came_after(self, time: datetime) -> bool:
        """Tell whether it entered after a time."""
        return self.entered_at is not None and self.entered_at > time

    def hear(self, frame: str) -> None:
        """Send what somebody says, or keep it until one knows who that is."""
        if self.welcomed.is_set():
            self.outgoing.put(frame)
        elif len(self.early) < EARLY_MOST:
            self.early.append(frame)

    def welcome(self, roster: Roster) -> None:
        """Tell who is there, and what they have said since they know of this one."""
        for frame in (frames.welcome(self.peer, roster.values()), *self.early):
            self.outgoing.put(frame)
        self.early.clear()
        self.welcomed.set()

    def dismiss(self, why: Farewell) -> None:
        """Tell why it is over, and end; whether a presence is held, is another matter."""
        self.outgoing.put(frames.closed(why))
        self.outgoing.end(Code.BYE)
