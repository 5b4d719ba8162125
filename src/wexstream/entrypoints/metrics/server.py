"""Where metrics can be read: a port of its own, apart from people's."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import uvicorn
from prometheus_client import make_asgi_app

from wexstream.entrypoints.infrastructure.running import Load
from wexstream.entrypoints.metrics.measures import Measures
from wexstream.entrypoints.metrics.standing import Standing
from wexstream.entrypoints.server.protocol import PromptProtocol
from wexstream.entrypoints.server.server import Unsignalled
from wexstream.entrypoints.shared_look import SharedLook
from wexstream.ports.persistence import StorageUnavailable

PATH: Final = "/metrics"
LOOKED_AT_EVERY = 5.0  # seconds at least, however many ask
_LOOKS_FOR = 2.0  # seconds
_TRIED_EVERY = 1.0  # seconds


@asynccontextmanager
async def serving(
    sockets: Sequence[socket.socket],
    measures: Measures,
    standing: Standing,
    load: Callable[[], Awaitable[Load]],
) -> AsyncGenerator[None]:
    """Let metrics be read on sockets until the end of the context; ``load`` looks at the database."""
    measures.registry.register(standing)
    server = Unsignalled(
        uvicorn.Config(
            _readable(measures, standing, load),
            http=PromptProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
    )
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(server.serve([*sockets])), loop.create_task(_try_the_loop(measures))]
    try:
        yield
    finally:
        server.should_exit = True
        tasks[1].cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


def _readable(
    measures: Measures, standing: Standing, load: Callable[[], Awaitable[Load]]
) -> Callable[..., Awaitable[None]]:
    """Make the application: one path, read as it is then (ASGI)."""

    async def look() -> Load | None:
        try:
            return await load()
        except StorageUnavailable:
            return None

    shared = SharedLook(look, otherwise=None, within=_LOOKS_FOR, every=LOOKED_AT_EVERY)
    written = make_asgi_app(measures.registry)

    async def answer(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 (ASGI's, which has no types)
        if scope["path"] != PATH:
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body"})
            return
        standing.load = await shared()
        try:
            await written(scope, receive, send)
        except (
            TypeError,
            ValueError,
        ):  # of what was asked, as nothing was written yet: the library believes all
            await written({**scope, "headers": [], "query_string": b""}, receive, send)

    return answer


async def _try_the_loop(measures: Measures) -> None:
    """Try how promptly the process does what is due."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _TRIED_EVERY
        await asyncio.sleep(_TRIED_EVERY)
        measures.note_lag(max(0.0, loop.time() - due))
