"""The platform of a server or a worker, with its metrics and traces, where any are wanted."""

import os
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.running import Running, running
from wexstream.entrypoints.settings import Settings
from wexstream.entrypoints.tracing.wanted import ENDPOINTS, traces_wanted
from wexstream.entrypoints.watch import UNWATCHED, Watch


@asynccontextmanager
async def watched(
    settings: Settings, metrics: Sequence[socket.socket], *, serves: bool
) -> AsyncGenerator[Running]:
    """Have the platform that is configured, watched as is configured; ``serves`` people too. Raises Failure.

    Metrics are read on sockets, if on any: several processes on one machine have some each. Nothing that only
    watching needs is loaded where there is none.
    """
    async with AsyncExitStack() as stack:
        watch = await stack.enter_async_context(_traced()) if traces_wanted(os.environ) else UNWATCHED
        if metrics:
            yield await stack.enter_async_context(_measured(settings, metrics, watch, serves=serves))
        else:
            yield await stack.enter_async_context(running(settings, watch))


@asynccontextmanager
async def _traced() -> AsyncGenerator[Watch]:
    try:
        from wexstream.entrypoints.tracing.sending import sending  # noqa: PLC0415 (see above)
    except ImportError as error:
        named = " or ".join(name for name in ENDPOINTS if name in os.environ)
        raise Failure(
            f"{named} is set, and OpenTelemetry is not installed. Install it by `sh tools/environment.sh "
            "otel`, or as wexstream[otel], or set OTEL_SDK_DISABLED=true."
        ) from error
    async with sending() as watch:
        yield watch


@asynccontextmanager
async def _measured(
    settings: Settings, sockets: Sequence[socket.socket], watch: Watch, *, serves: bool
) -> AsyncGenerator[Running]:
    from wexstream.entrypoints.metrics import around, measures, server, standing  # noqa: PLC0415 (see above)

    made = measures.Measures()
    async with AsyncExitStack() as stack:
        both = around.counting(made).around(watch)
        platform = await stack.enter_async_context(running(settings, both))
        container = platform.container
        people = None
        if serves:
            hub, feed = container.hub(), container.feed()
            people = standing.People(streams=lambda: feed.streams, sockets=lambda: hub.sockets)
            stack.enter_context(container.push().listen(around.CountingListener(made)))
        gauges = standing.Standing(platform.pool_state, people)
        await stack.enter_async_context(server.serving(sockets, made, gauges, platform.load))
        yield platform
