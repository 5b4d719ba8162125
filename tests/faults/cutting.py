"""A proxy that cuts connections in the middle of what the server answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.support.outage import copy

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(kw_only=True)
class Proxy:
    """Passes connections on; while it cuts, each until so many bytes were answered, at most."""

    connect: Callable[[], Awaitable[Streams]]
    moments: Random
    most: int
    port: int = 0
    cuts: bool = False
    _cut: int = 0
    _some: asyncio.Event = field(default_factory=asyncio.Event)

    async def until_cut(self, times: int) -> None:
        """Cut so many, and then no more."""
        wanted = self._cut + times
        self.cuts = True
        while self._cut < wanted:
            self._some.clear()
            await self._some.wait()
        self.cuts = False

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await self.connect()
        except OSError:
            writer.close()
            return
        await asyncio.gather(copy(reader, there_writer), self._answer(there_reader, writer))
        there_writer.transport.abort()
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left = self.moments.randint(1, self.most)
        with suppress(OSError):
            while data := await reader.read(65_536):
                left -= len(data)
                if self.cuts and left <= 0:
                    writer.write(data[:left])
                    self._note()
                    break
                writer.write(data)
                await writer.drain()
        writer.transport.abort()

    def _note(self) -> None:
        self._cut += 1
        self._some.set()


@asynccontextmanager
async def cutting(
    connect: Callable[[], Awaitable[Streams]], moments: Random, *, most: int
) -> AsyncIterator[Proxy]:
    proxy = Proxy(connect=connect, moments=moments, most=most)
    async with await asyncio.start_server(proxy.pass_on, "127.0.0.1", 0) as server:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy
        server.close()


async def to_port(port: int) -> Streams:
    return await asyncio.open_connection("127.0.0.1", port)


async def to_socket(path: Path) -> Streams:
    return await asyncio.open_unix_connection(path)
