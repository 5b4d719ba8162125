"""uvicorn, as Wexstream runs it."""

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

from wexstream.entrypoints.rooms.frames import FRAME_LARGEST
from wexstream.entrypoints.server.protocol import PromptProtocol, State
from wexstream.entrypoints.server.web_sockets import PromptWebSocket
from wexstream.entrypoints.settings.parts import Http

_ANSWERS_FINISH_WITHIN = 20  # seconds, when it stops: pictures that come slowly take so long
_KEEP_ALIVE = 15  # seconds; browsers send several requests over a connection
PINGED_EVERY = 15  # seconds, and answers within as many


class Unsignalled(uvicorn.Server):
    """Serves until it is told to stop; signals are for its caller to handle."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the caller."""
        yield


class Server(Unsignalled):
    """Serves an application on sockets until it is told to stop."""

    def __init__(
        self,
        app: Callable[..., Any],
        http: Http,
        *,
        ready: Callable[[], None],
        stopping: Callable[[], None] = lambda: None,
    ) -> None:
        """Serve ``app`` (ASGI).

        ``ready`` is called once requests are answered, ``stopping`` before it waits for answers to finish.
        """
        super().__init__(_config(app, http))
        self.server_state = self._state = State()
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(list(sockets) if sockets is not None else None)
        if not self.should_exit:
            self._ready()

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Stop: what would never end does at once, whatever else was asked for is answered first."""
        self._state.stopping = True
        self._stopping()
        self._stop_listening(sockets or ())
        await super().shutdown(list(sockets) if sockets is not None else None)

    def _stop_listening(self, sockets: Sequence[socket.socket]) -> None:
        """Accept those who wait for it, as the kernel would send them away, and nobody after them."""
        waiting = [connection for listening in sockets for connection in _waiting_at(listening)]
        for server in self.servers:
            server.close()
        for connection in waiting:
            task = asyncio.create_task(self._take_in(connection))
            self.server_state.tasks.add(task)
            task.add_done_callback(self.server_state.tasks.discard)

    async def _take_in(self, connection: socket.socket) -> None:
        """Serve a connection that is accepted already."""

        def protocol() -> PromptProtocol:
            return PromptProtocol(self.config, self._state, self.lifespan.state)

        with suppress(OSError):  # it has gone meanwhile
            loop = asyncio.get_running_loop()
            await loop.connect_accepted_socket(protocol, connection, ssl=self.config.ssl)


def _waiting_at(listening: socket.socket) -> Iterator[socket.socket]:
    with suppress(OSError):  # there are no more
        while True:
            yield listening.accept()[0]


def _config(app: Callable[..., Any], http: Http) -> uvicorn.Config:
    tls = http.tls
    return uvicorn.Config(
        app,
        http=PromptProtocol,
        ws=PromptWebSocket,
        ws_max_size=FRAME_LARGEST,
        ws_ping_interval=PINGED_EVERY,
        ws_ping_timeout=PINGED_EVERY,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(http.trusted_proxies),
        forwarded_allow_ips=list(http.trusted_proxies),
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_ANSWERS_FINISH_WITHIN,
        ssl_context_factory=(lambda _config, _default: tls.context()) if tls else None,
    )
