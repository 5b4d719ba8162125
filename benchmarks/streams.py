"""A thousand people who listen: how soon all are told of one broadcast, and what listening takes."""

import asyncio
import resource
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Final, cast

from benchmarks.asking import ask
from benchmarks.load import Asked
from benchmarks.meters import resident_memory
from benchmarks.network import LISTENERS, Member, Network
from benchmarks.servers import Server, Servers
from benchmarks.spread import Paired, p99
from wexstream.adapters.postgres.push import open_push
from wexstream.domain.model.ids import AccountId
from wexstream.ports.push import BroadcastsChanged

_EVENTS_A_ROUND: Final = 20
_PAUSE: Final = 0.2  # seconds between two events: what comes sooner than that is told together
_PATIENCE: Final = 30  # seconds after which what has not come will not
_FILES: Final = 8_192  # each connection is one
_TOLD: Final = (
    '{"topics":["timeline","notifications"],"counters":{"messages":1,"notifications":2,"requests":0}}'
)


@dataclass(slots=True)
class Streams:
    """Seconds until people were told, and bytes that an idle stream takes, round by round."""

    p50: Paired = field(default_factory=Paired)
    p99: Paired = field(default_factory=Paired)
    memory: Paired = field(default_factory=Paired)


class _Crowd:
    """Those who listen, and when each of them was told."""

    def __init__(self) -> None:
        self._mark = b""
        self._times: list[float] = []
        self._expected = 0
        self._all = asyncio.Event()
        self.transports: list[asyncio.BaseTransport] = []

    def expect(self, mark: bytes, number: int) -> None:
        """Expect what bears a mark, so many times."""
        self._mark, self._times, self._expected = mark, [], number
        self._all.clear()

    def take(self, data: bytes) -> None:
        """Note what has come to one."""
        if self._mark in data:
            self._times.append(time.perf_counter())
            if len(self._times) == self._expected:
                self._all.set()

    async def all_told(self) -> Sequence[float]:
        """Wait until everybody is; when each was."""
        async with asyncio.timeout(_PATIENCE):
            await self._all.wait()
        return self._times


class _Listener(asyncio.Protocol):
    """One who listens."""

    def __init__(self, crowd: _Crowd, request: bytes) -> None:
        self._crowd = crowd
        self._request = request

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self._crowd.transports.append(transport)
        cast("asyncio.WriteTransport", transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note what has come."""
        self._crowd.take(data)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Audience:
    """All who listen to one server, and how they are told."""

    crowd: _Crowd
    tell: Callable[[], Awaitable[None]]
    memory: float

    async def times(self) -> Sequence[float]:
        """Tell everybody, again and again; after how many seconds each was told."""
        took: list[float] = []
        for _ in range(_EVENTS_A_ROUND):
            await asyncio.sleep(_PAUSE)
            self.crowd.expect(b"event: changed", LISTENERS)
            began = time.perf_counter()
            await self.tell()
            took += [at - began for at in await self.crowd.all_told()]
        return took


async def measure_streams(servers: Servers, network: Network, *, rounds: int) -> Streams:
    """Have a broadcast told to a thousand of its speaker's network, and the same words to as many by hand."""
    streams = Streams()
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    speaker, listeners = await network.audience()
    for _ in range(rounds):
        async with _ours(servers, speaker, listeners) as own, _bare(servers) as bare:
            ours, theirs = await own.times(), await bare.times()
        streams.p50.add(median(ours), median(theirs))
        streams.p99.add(p99(ours), p99(theirs))
        streams.memory.add(own.memory, bare.memory)
    return streams


@asynccontextmanager
async def _ours(servers: Servers, speaker: Member, listeners: Sequence[Member]) -> AsyncGenerator[_Audience]:
    hint = BroadcastsChanged(speaker=AccountId(speaker.id))
    async with servers.wexstream() as server, open_push(servers.address) as push:

        async def tell() -> None:
            push.publish([hint])

        async with _listening(server, [one.asks("/api/events") for one in listeners], tell) as audience:
            yield audience


@asynccontextmanager
async def _bare(servers: Servers) -> AsyncGenerator[_Audience]:
    async with servers.bare_events() as server:

        async def tell() -> None:
            asked = Asked(path="/tell", method="POST", headers={}, body=_TOLD)
            await asyncio.to_thread(ask, server.port, asked)

        requests = [Asked(path="/events", headers={})] * LISTENERS
        async with _listening(server, requests, tell) as audience:
            yield audience


@asynccontextmanager
async def _listening(
    server: Server, requests: Sequence[Asked], tell: Callable[[], Awaitable[None]]
) -> AsyncGenerator[_Audience]:
    """Have everybody listen; by one first, so that what is made once does not count."""
    crowd = _Crowd()
    await _open(server, crowd, requests[:1])
    before = resident_memory(server.pid)
    await _open(server, crowd, requests[1:])
    memory = (resident_memory(server.pid) - before) / len(requests[1:])
    yield _Audience(crowd=crowd, tell=tell, memory=memory)
    for transport in crowd.transports:
        transport.close()


async def _open(server: Server, crowd: _Crowd, requests: Sequence[Asked]) -> None:
    crowd.expect(b"event: snapshot", len(requests))
    loop = asyncio.get_running_loop()
    for asked in requests:
        heads = "".join(f"{name}: {value}\r\n" for name, value in asked.headers.items())
        request = f"GET {asked.path} HTTP/1.1\r\nHost: localhost\r\n{heads}\r\n".encode()
        await loop.create_connection(partial(_Listener, crowd, request), "127.0.0.1", server.port)
    await crowd.all_told()
