"""All rooms that are open in this process."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any

from wexstream.domain.model.errors import DomainError
from wexstream.domain.model.ids import AccountId, ConferenceId, PeerId, ProcessId, SignalId
from wexstream.domain.model.room import Signal, SignalKind
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.rooms import Rooms
from wexstream.domain.usecases.stays import Stays
from wexstream.entrypoints.rooms import frames
from wexstream.entrypoints.rooms.connection import Connection
from wexstream.entrypoints.rooms.crossing import Crossing, Known
from wexstream.entrypoints.rooms.departures import Departures
from wexstream.entrypoints.rooms.doorstep import Doorstep
from wexstream.entrypoints.rooms.pace import Paces
from wexstream.entrypoints.rooms.room import Room
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.persistence import Contention, StorageUnavailable
from wexstream.ports.push import AccountChanged, Hint, Push, RelationChanged, RoomChanged, SignalsSent
from wexstream.ports.queries import Queries

_SIGNS_OF_LIFE = 4  # in the grace
TRIED_AGAIN_AFTER = 1.0  # seconds
_RETIRED_WITHIN = 2.0  # seconds

_log = logging.getLogger(__name__)


class NotThere(Exception):
    """Nobody in the room is called so."""


class Hub:
    """Holds people's sockets by room, and is told where to look again. One in a ``process``."""

    def __init__(
        self,
        *,
        queries: Queries,
        stays: Stays,
        rooms: Rooms,
        push: Push,
        clock: Clock,
        ids: Ids,
        policy: Policy,
    ) -> None:
        self.rooms = rooms
        self._queries = queries
        self._stays = stays
        self._push = push
        self._clock = clock
        self._ids = ids
        self._grace = policy.presence_grace
        self.process = ProcessId(ids.new())
        self._crossing = Crossing(stays)
        self._departures = Departures(stays)
        self._doorstep = Doorstep()
        self._known = Known()
        self._paces = Paces(time.monotonic)
        self._open: dict[ConferenceId, tuple[Room, asyncio.Task[None]]] = {}

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Keep up whom it holds until the end of the context, and let go of them then."""
        with self._push.listen(self):
            tasks = [
                _started(work) for work in (self._keep_up(), self._crossing.run(), self._departures.run())
            ]
            try:
                yield
            finally:
                tasks += [task for _, task in self._open.values()]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await self._retire()

    @property
    def sockets(self) -> int:
        """How many are open here in rooms."""
        return sum(room.size for room, _ in self._open.values())

    def connect(self, viewer: Viewer, conference: ConferenceId) -> Connection:
        """Name a socket that somebody has opened."""
        pace = self._paces.of(viewer.account, conference)
        made = Connection(viewer=viewer, conference=conference, peer=PeerId(self._ids.new()), pace=pace)
        self._doorstep.add(made)
        return made

    async def enter(self, connection: Connection, ticket: str) -> None:
        """Let a socket into the room for which it shows a ticket. Raises as ``Stays.enter`` does."""
        connection.held = True  # or perhaps, should the database's answer be lost
        room = self._opened(connection.conference)
        room.expect(connection)
        try:
            await self._stays.enter(
                connection.viewer,
                connection.conference,
                ticket,
                process=self.process,
                peer=connection.peer,
            )
        except DomainError:
            connection.held = False
            raise
        self._doorstep.remove(connection)
        room.admit(connection)

    def drop(self, connection: Connection) -> None:
        """Forget a socket that is no more."""
        self._doorstep.remove(connection)
        opened = self._open.get(connection.conference)
        if opened is not None:
            room, task = opened
            room.remove(connection)
            if room.is_empty:
                task.cancel()
                del self._open[connection.conference]
        if connection.held:
            connection.held = False
            self._departures.add(connection)

    def say(self, connection: Connection, kind: SignalKind, to: PeerId | None, data: str | None) -> None:
        """Pass on what one says, to one or to all others.

        Raises as ``Signal.require_allowed`` does, and NotThere for one who is nowhere in the room, or not in
        it any more.
        """
        signal = Signal(
            id=SignalId(self._ids.new()),
            conference=connection.conference,
            sender=connection.peer,
            to=to,
            kind=kind,
            data=data,
            at=self._clock.now(),
        )
        room = self._room_of(connection)
        if room is None:
            raise NotThere
        signal.require_allowed(
            speaker=room.is_speaker(connection.viewer.account),
            apart=room.whose(to) in connection.blocked,
        )
        elsewhere = room.is_elsewhere(to)
        if to is not None and not elsewhere and (to == connection.peer or not room.has(to)):
            raise NotThere
        room.tell(signal)
        if elsewhere:
            self._known.add(signal.id)
            self._crossing.add(signal)
        if kind is SignalKind.CHAT:
            connection.outgoing.put(frames.said(kind, signal.sender, to, data, signal.at))

    def receive(self, hint: Hint) -> None:
        """Be told where to look again."""
        match hint:
            case RoomChanged():
                if hint.conference in self._open:
                    self._open[hint.conference][0].look_again(hint.account)
            case AccountChanged():
                self._look_at(hint.account)
            case RelationChanged():
                self._look_at(hint.low)  # where both are, either leads there
            case SignalsSent():
                if hint.conference in self._open:
                    news = (signal for signal in hint.signals if signal not in self._known)
                    self._open[hint.conference][0].hear(news)
            case _:
                pass

    def miss(self) -> None:
        """Be told that anything may have changed, and anything may have been said."""
        for room, _ in self._open.values():
            room.catch_up()

    def _look_at(self, account: AccountId) -> None:
        for room, _ in self._open.values():
            if room.concerns(account):
                room.look_again()

    def _room_of(self, connection: Connection) -> Room | None:
        """Find the room in which a socket is; None where it is in none, or no longer."""
        opened = self._open.get(connection.conference)
        return opened[0] if opened is not None and opened[0].has(connection.peer) else None

    def _opened(self, conference: ConferenceId) -> Room:
        """Find a room, or open it."""
        if conference not in self._open:
            room = Room(conference, self._queries, self._clock, self._known, every=self._grace)
            self._open[conference] = (room, _started(room.run()))
        return self._open[conference][0]

    async def _keep_up(self) -> None:
        every = (self._grace / _SIGNS_OF_LIFE).total_seconds()
        while True:
            pause = min(every, TRIED_AGAIN_AFTER)
            try:
                await self._stays.keep_up(self.process)
                pause = every
            except (Contention, StorageUnavailable):
                pass
            except Exception:  # noqa: BLE001 - whatever it is, those who are here are not to be lost by it
                _log.exception("a sign of life could not be given, trying again")
            await asyncio.sleep(pause)

    async def _retire(self) -> None:
        try:
            async with asyncio.timeout(_RETIRED_WITHIN):
                await self._stays.retire(self.process)
        except (Contention, StorageUnavailable, TimeoutError):
            _log.warning("those who were in rooms here count as there until this process is missed")


def _started(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start what goes on for many: whoever happens to be its cause has no part in it."""
    return asyncio.get_running_loop().create_task(work, context=Context())
