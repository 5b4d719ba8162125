"""The platform of a server or a worker, with its metrics and traces, where any are wanted."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from wexstream.entrypoints.infrastructure import Running, running
from wexstream.entrypoints.settings import Settings
from wexstream.entrypoints.settings.parts import Metrics


@asynccontextmanager
async def watched(settings: Settings, *, serves: bool) -> AsyncGenerator[Running]:
    """Have the platform that is configured, watched as is configured; ``serves`` people too. Raises Failure.

    Nothing that only watching needs is loaded where there is none.
    """
    async with AsyncExitStack() as stack:
        if settings.metrics is None:
            yield await stack.enter_async_context(running(settings))
        else:
            yield await stack.enter_async_context(_measured(settings, settings.metrics, serves=serves))


@asynccontextmanager
async def _measured(settings: Settings, where: Metrics, *, serves: bool) -> AsyncGenerator[Running]:
    from wexstream.entrypoints.metrics import around, measures, server, standing  # noqa: PLC0415 (see above)

    made = measures.Measures()
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(running(settings, around.counting(made)))
        container = platform.container
        people = None
        if serves:
            hub, feed = container.hub(), container.feed()
            people = standing.People(streams=lambda: feed.streams, sockets=lambda: hub.sockets)
            stack.enter_context(container.push().listen(around.CountingListener(made)))
        gauges = standing.Standing(platform.pool_state, people)
        await stack.enter_async_context(server.serving(where, made, gauges, platform.load))
        yield platform
