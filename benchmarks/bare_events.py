"""A bare stream of Server-Sent Events on Litestar: what is told goes to all who listen, as it came.

Run by ``python -m benchmarks.bare_events``; it is given PORT.
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from litestar import Litestar, Request, get, post
from litestar.datastructures import State
from litestar.response import ServerSentEvent, ServerSentEventMessage

from benchmarks.serving import serve

_waiting: set[asyncio.Queue[str]] = set()


@get("/healthz")
async def health() -> dict[str, str]:
    """Tell that it answers."""
    return {"status": "ok"}


@get("/events")
async def events() -> ServerSentEvent:
    """Tell what is told, for ever."""
    return ServerSentEvent(_listen())


async def _listen() -> AsyncGenerator[ServerSentEventMessage]:
    told = asyncio.Queue[str]()
    _waiting.add(told)
    try:
        yield ServerSentEventMessage(event="snapshot", data="{}")
        while True:
            yield ServerSentEventMessage(event="changed", data=await told.get())
    finally:
        _waiting.remove(told)


@post("/tell", status_code=200)
async def tell(request: Request[Any, Any, State]) -> dict[str, int]:
    """Tell all who listen."""
    words = (await request.body()).decode()
    for told in _waiting:
        told.put_nowait(words)
    return {"told": len(_waiting)}


if __name__ == "__main__":
    serve(Litestar([health, events, tell]))
