"""Push through Valkey (SUBSCRIBE and PUBLISH), between processes that are given the same one.

Nothing is kept there. The client library's pool and its own way of subscribing are left aside: a connection
that came back without a word would have missed what was told meanwhile.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

from valkey.asyncio.connection import ConnectionPool, SSLConnection
from valkey.exceptions import InvalidResponse, ValkeyError

from wexstream.adapters.hints.line import ANSWERS_WITHIN, Tell
from wexstream.adapters.hints.push import LinePush, open_line

TROUBLE: Final = (OSError, ValkeyError)  # TimeoutError is an OSError
PREFIX = "wexstream:"


def open_push(url: str, *, channel: str) -> AbstractAsyncContextManager[LinePush]:
    """Have push by the Valkey of an address, until the end of the context.

    Those who name the same ``channel`` hear each other. A database's number does not part channels.
    """
    return open_line(ValkeyLine(url, channel))


class Connection(Protocol):
    """As much of the library's connection as is used here, with the types that it leaves out."""

    async def connect(self) -> None:
        """Connect, and say who one is."""
        ...

    async def send_command(self, *words: str) -> None:
        """Send a command."""
        ...

    async def send_packed_command(self, command: Sequence[bytes]) -> None:
        """Send what ``pack_commands`` has made."""
        ...

    def pack_commands(self, commands: Iterable[tuple[str, ...]]) -> Sequence[bytes]:
        """Make one piece of several commands."""
        ...

    async def read_response(self, *, disconnect_on_error: bool = True) -> Any:  # noqa: ANN401 - of many forms
        """Wait for what comes next."""
        ...

    async def disconnect(self, *, nowait: bool) -> None:
        """Be gone."""
        ...


async def try_out(url: str, *, channel: str) -> None:
    """Tell on a channel what says nothing to anybody, and hear it. Raises ``TROUBLE``."""
    line, nothing, heard = ValkeyLine(url, channel), secrets.token_hex(4), list[str]()
    async with asyncio.timeout(ANSWERS_WITHIN), line.to_hear(heard.append) as ear, line.to_tell() as tell:
        await tell([nothing])
        await ear.answer()
    if nothing not in heard:
        raise ConnectionError("what is told there is not heard there")


def explained(error: Exception) -> str:
    """Say what the library, or the server, says of what is wrong; neither names a password."""
    return str(error).rstrip(".") or "it does not answer"


class ValkeyLine:
    """A channel of a Valkey."""

    name = "Valkey"
    trouble = TROUBLE

    def __init__(self, url: str, channel: str) -> None:
        """Use a channel of the server of an address."""
        self._channel = PREFIX + channel
        pool = cast("Any", ConnectionPool).from_url(url, socket_timeout=None)
        if issubclass(pool.connection_class, SSLConnection):
            pool.connection_kwargs["ssl_check_hostname"] = True  # by itself the library does not
        self._make: Callable[[], Connection] = pool.make_connection

    def explain(self, error: Exception) -> str:
        """Say what is wrong."""
        return explained(error)

    @asynccontextmanager
    async def to_tell(self) -> AsyncGenerator[Tell]:
        """Open a connection that publishes. Raises ``trouble``."""
        async with self._opened() as connection:

            async def tell(texts: Sequence[str]) -> None:
                commands = [("PUBLISH", self._channel, text) for text in texts]
                await connection.send_packed_command(connection.pack_commands(commands))
                for _ in commands:
                    await connection.read_response()

            yield tell

    @asynccontextmanager
    async def to_hear(self, heard: Callable[[str], None]) -> AsyncGenerator["ValkeyEar"]:
        """Open a connection that subscribes. Raises ``trouble``."""
        async with self._opened() as connection:
            await connection.send_command("SUBSCRIBE", self._channel)
            await connection.read_response()
            yield ValkeyEar(connection=connection, heard=heard)

    @asynccontextmanager
    async def _opened(self) -> AsyncGenerator[Connection]:
        connection = self._make()
        try:
            await connection.connect()
            yield connection
        finally:
            await connection.disconnect(nowait=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValkeyEar:
    """A connection that is subscribed."""

    connection: Connection
    heard: Callable[[str], None]

    async def listen(self) -> None:
        """Pass on what comes until the connection is lost. Raises what the library raises then."""
        while True:
            await self._pass_on()

    async def answer(self) -> None:
        """Have a PING answered, and pass on what comes before. Raises what the library raises."""
        await self.connection.send_command("PING")
        while await self._pass_on() != b"pong":
            pass

    async def _pass_on(self) -> bytes:
        """Wait for what comes next, and pass it on if it was told; its kind. Raises ``TROUBLE``."""
        # What has come by halves is read on with the next: nothing is lost where this is cancelled.
        match await self.connection.read_response(disconnect_on_error=False):
            case [b"message", _, bytes(told)]:
                self.heard(told.decode(errors="replace"))
                return b"message"
            case [bytes(kind), *_]:
                return kind
            case _:
                raise InvalidResponse("it says what no Valkey says there")
