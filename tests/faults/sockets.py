"""Many connections of clients that do not behave."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, suppress

AT_ONCE = 100  # that connect


def allow_many_connections() -> None:
    """Have as many files open as the system lets this user."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Client:
    """A socket with little room for what is not read."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()

    async def send(self, data: bytes) -> bool:
        """Send, unless the server has closed the connection; whether it had not."""
        try:
            await self._loop.sock_sendall(self._connection, data)
        except OSError:
            return False
        return True

    async def first(self) -> bytes:
        """Read what comes first; nothing where the connection is closed before."""
        try:
            return await self._loop.sock_recv(self._connection, 65_536)
        except OSError:
            return b""

    async def rest(self) -> bytes:
        """Read until the server closes the connection."""
        read = b""
        with suppress(OSError):
            while data := await self._loop.sock_recv(self._connection, 65_536):
                read += data
        return read


@asynccontextmanager
async def connected(port: int, count: int) -> AsyncIterator[list[Client]]:
    """Open so many connections to a port here, until the end of the context."""
    allow_many_connections()
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:
        opened = [stack.enter_context(_small()) for _ in range(count)]
        for start in range(0, count, AT_ONCE):
            some = opened[start : start + AT_ONCE]
            await asyncio.gather(*(loop.sock_connect(one, ("127.0.0.1", port)) for one in some))
        yield [Client(one) for one in opened]


def _small() -> socket.socket:
    made = socket.socket()
    made.settimeout(0)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    return made


@asynccontextmanager
async def timed(ask: Callable[[], Awaitable[object]]) -> AsyncIterator[list[float]]:
    """Ask again and again until the end of the context; how many seconds each answer took."""
    loop, took, over = asyncio.get_running_loop(), list[float](), asyncio.Event()

    async def go_on() -> None:
        while not over.is_set():
            began = loop.time()
            await ask()
            took.append(loop.time() - began)
            await asyncio.sleep(0.05)

    async with asyncio.TaskGroup() as group:
        group.create_task(go_on())
        yield took
        over.set()
