"""A server of an application that the test makes up, on a port that the system chooses."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from wexstream.entrypoints.server.server import Server
from wexstream.entrypoints.settings.parts import Http

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Answer: TypeAlias = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

LOCAL = Http(
    listen=("127.0.0.1",),
    port=0,
    tls=None,
    public_url="http://localhost",
    trusted_proxies=(),
    page_size=30,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    server: Server
    port: int
    serving: asyncio.Task[None]

    async def stop(self) -> None:
        self.server.should_exit = True
        await self.serving


@asynccontextmanager
async def serving(
    answer: Answer, http: Http = LOCAL, *, stopping: Callable[[], None] = lambda: None
) -> AsyncIterator[Running]:
    """Serve what ``answer`` does with each request, until the end."""

    async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await answer(scope, receive, send)

    ready = asyncio.Event()
    server = Server(app, http, ready=ready.set, stopping=stopping)
    bound = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(server.serve([bound]))
    await ready.wait()
    running = Running(server=server, port=bound.getsockname()[1], serving=task)
    try:
        yield running
    finally:
        await running.stop()


async def say(text: str, send: Send) -> None:
    """Answer 200 with a text."""
    length = str(len(text)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": text.encode()})
