"""Two hundred people in one room: how soon what one does has reached all others, beside a bare broadcast."""

import asyncio
import gc
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.asking import ask
from benchmarks.broadcasts import create, forget, start
from benchmarks.network import GUESTS, Member, Network
from benchmarks.servers import Server, Servers
from benchmarks.spread import Paired, p99

_OTHERS: Final = GUESTS - 1
_EVENTS_A_ROUND: Final = 100
_PATIENCE: Final = 30  # seconds after which what has not come will not
_JITSI = {"WS_JITSI_HOST": "jitsi.invalid", "WS_JITSI_APP_ID": "bench", "WS_JITSI_SECRET": "0123456789" * 4}
_TELLS = (
    '{"type":"say","kind":"state","to":null,"data":{"audio":true,"video":true,"screen":false,"hand":true}}'
)
_CAME, _CHANGED, _LEFT, _SAID = (b'{"type":"%s"' % kind for kind in (b"came", b"changed", b"left", b"said"))


@dataclass(slots=True, kw_only=True)
class Reaching:
    """Seconds until all others were reached, round by round."""

    p50: Paired = field(default_factory=Paired)
    p99: Paired = field(default_factory=Paired)

    def add(self, own: Sequence[float], floor: Sequence[float]) -> None:
        """Add a round."""
        self.p50.add(median(own), median(floor))
        self.p99.add(p99(own), p99(floor))


class _Crowd:
    """Sockets that hear, and when as many of them as are to have had a frame."""

    def __init__(self) -> None:
        self._begins = b""
        self._missing = 0
        self._reached = asyncio.Event()
        self._at = 0.0
        self.frame = b""

    def expect(self, begins: bytes) -> None:
        """Expect frames that begin so, from now on."""
        self._begins = begins
        self._missing = _OTHERS
        self._reached.clear()

    async def all_reached(self) -> float:
        """Wait until all others have what is expected; when the last of them had it."""
        async with asyncio.timeout(_PATIENCE):
            await self._reached.wait()
        return self._at

    async def hear(self, socket: ClientConnection) -> None:
        """Hear what comes over a socket, to its end."""
        try:
            while True:
                self._take(await socket.recv(decode=False))
        except ConnectionClosed:
            return

    def _take(self, frame: bytes) -> None:
        if not frame.startswith(self._begins):
            return
        self._missing -= 1
        if self._missing == 0:
            self._at = time.perf_counter()
            self.frame = frame
            self._reached.set()


class _Room(ABC):
    """A room full of people."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._crowd = _Crowd()
        self._sockets: list[ClientConnection] = []
        self._hearing: list[asyncio.Task[None]] = []

    @property
    def heard(self) -> bytes:
        """What has reached all others."""
        return self._crowd.frame

    async def tell(self, who: int) -> float:
        """Have one tell of himself; after how many seconds it has reached all others."""
        return await self._reach(_SAID, self._sockets[who], self._telling())

    @abstractmethod
    async def come(self) -> float:
        """Have one who was away come; after how many seconds it has reached all others."""

    async def close(self) -> None:
        """Have everybody go."""
        for socket in self._sockets:
            await socket.close()
        await asyncio.gather(*self._hearing)

    @abstractmethod
    def _telling(self) -> str:
        """Write what one tells."""

    async def _open(self, headers: dict[str, str] | None = None) -> ClientConnection:
        return await connect(
            self._address, additional_headers=headers, compression=None, ping_interval=None, close_timeout=1
        )

    async def _reach(self, begins: bytes, socket: ClientConnection, frame: str) -> float:
        """Say something by a socket; after how many seconds all others have what begins so."""
        self._crowd.expect(begins)
        began = time.perf_counter()
        await socket.send(frame)
        return await self._crowd.all_reached() - began

    def _seat(self, socket: ClientConnection) -> None:
        self._sockets.append(socket)
        self._hearing.append(asyncio.create_task(self._crowd.hear(socket)))


class _Meeting(_Room):
    """A room of Wexstream; one after the other goes and comes: nobody may do so too often."""

    def __init__(self, server: Server, conference: UUID, people: Sequence[Member]) -> None:
        super().__init__(f"ws://127.0.0.1:{server.port}/api/conferences/{conference}/room")
        self._port = server.port
        self._joining = f"/api/conferences/{conference}/join"
        self._people = [*people]

    async def fill(self) -> None:
        """Have everybody come."""
        for person in self._people:
            socket, entering = await self._arrive(person)
            await socket.send(entering)
            await self._welcomed(socket)

    async def come(self) -> float:
        """Have the one who came first leave, and come again: his socket is open when he enters by it."""
        leaving, heard = self._sockets.pop(0), self._hearing.pop(0)
        self._people.append(self._people.pop(0))
        await self._reach(_LEFT, leaving, '{"type":"leave"}')
        self._crowd.expect(_CAME)
        socket, entering = await self._arrive(self._people[-1])
        await self._crowd.all_reached()
        took = await self._reach(_CHANGED, socket, entering)
        await self._welcomed(socket)
        await heard
        return took

    def _telling(self) -> str:
        return _TELLS

    async def _arrive(self, person: Member) -> tuple[ClientConnection, str]:
        asked = person.asks(self._joining, method="POST", body="{}")
        admitted, _ = await asyncio.to_thread(ask, self._port, asked)
        entering = msgspec.json.encode({"type": "enter", "ticket": admitted["ticket"]}).decode()
        return await self._open(asked.headers), entering

    async def _welcomed(self, socket: ClientConnection) -> None:
        await socket.recv(decode=False)
        self._seat(socket)


class _Relayed(_Room):
    """The bare room; what is said in it is what was heard at Wexstream."""

    def __init__(self, relay: Server, *, told: bytes, came: bytes) -> None:
        super().__init__(f"ws://127.0.0.1:{relay.port}/room")
        self._told = told.decode()
        self._came = came.decode()

    async def fill(self) -> None:
        """Have everybody come."""
        for _ in range(GUESTS):
            self._seat(await self._open())

    async def come(self) -> float:
        """Have the last one leave, and come again."""
        await self._sockets.pop().close()
        await self._hearing.pop()
        socket = await self._open()
        took = await self._reach(_CHANGED, socket, self._came)
        self._seat(socket)
        return took

    def _telling(self) -> str:
        return self._told


@dataclass(slots=True)
class Presence:
    """How somebody's coming, and what somebody tells of himself, reach the others."""

    comes: Reaching = field(default_factory=Reaching)
    tells: Reaching = field(default_factory=Reaching)


async def measure_presence(
    servers: Servers, network: Network, connection: asyncpg.Connection, *, rounds: int
) -> Presence:
    """Have one come and go, and all tell of themselves, in the two rooms in turn."""
    presence = Presence()
    async with servers.wexstream(**_JITSI) as server, servers.relay() as relay:
        [conference] = await create(connection, network.guests[0], 1, visibility="public")
        await start(server, network.guests[0], conference)
        own, bare = await _filled(_Meeting(server, conference, network.guests), relay)
        gc.collect()
        gc.freeze()  # a collection would look at all that is there, in the middle of a round
        for _ in range(rounds):
            presence.comes.add(await _coming(own), await _coming(bare))
            presence.tells.add(await _telling(own), await _telling(bare))
        gc.unfreeze()
        for room in (own, bare):
            await room.close()
        await forget(connection, [conference])
    return presence


async def _filled(own: _Meeting, relay: Server) -> tuple[_Room, _Room]:
    """Fill both rooms; what is said in the bare one is what is heard in the other."""
    await own.fill()
    await own.tell(0)
    told = own.heard
    await own.come()
    bare = _Relayed(relay, told=told, came=own.heard)
    await bare.fill()
    return own, bare


async def _coming(room: _Room) -> Sequence[float]:
    return [await room.come() for _ in range(_EVENTS_A_ROUND)]


async def _telling(room: _Room) -> Sequence[float]:
    return [await room.tell(turn % GUESTS) for turn in range(_EVENTS_A_ROUND)]
