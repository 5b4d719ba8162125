"""A client that says what it likes to a server, byte by byte, and what there is to say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.integration.server.conftest import Receive, Send, say

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
CHUNKED = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
SHORT = 0.5  # seconds, many times what a request takes on a busy machine


async def greet(_scope: object, _receive: Receive, send: Send) -> None:
    await say("hello", send)


async def read_all(_scope: object, receive: Receive, send: Send) -> None:
    """Answer with how many bytes the body has."""
    size = 0
    while (message := await receive())["type"] == "http.request":
        size += len(message["body"])
        if not message["more_body"]:
            await say(str(size), send)
            return


async def until_past_all_deadlines() -> None:
    """Timers end in the order of their times: when this one has, those of the deadlines have."""
    loop = asyncio.get_running_loop()
    passed = loop.create_future()
    loop.call_later(2 * SHORT, passed.set_result, None)
    await passed


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    def end(self) -> None:
        """Send nothing more, and listen on."""
        self._writer.write_eof()

    async def answer(self) -> bytes:
        """What has come until the end of ``greet``'s answer."""
        return await self.until(b"hello")

    async def until(self, end: bytes) -> bytes:
        """What has come until something."""
        return await self._reader.readuntil(end)

    async def some(self, most: int) -> bytes:
        """What comes next; nothing once the server has closed the connection."""
        return await self._reader.read(most)

    async def rest(self) -> bytes:
        """What comes until the server closes the connection."""
        return await self._reader.read()

    async def trickle(self, data: bytes) -> None:
        """Send the same again and again, until the server closes the connection."""
        ended = asyncio.create_task(self.rest())
        while not (await asyncio.wait({ended}, timeout=SHORT / 5))[0]:
            self._writer.write(data)
        with suppress(ConnectionResetError):  # what came after it was closed was refused
            ended.result()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Client(reader, writer)
    finally:
        writer.transport.abort()
