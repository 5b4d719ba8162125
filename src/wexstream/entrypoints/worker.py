"""The worker as a process of its own: what commands have queued, and what is to be done now and then."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from wexstream.entrypoints.settings import Settings
from wexstream.entrypoints.watched import watched


class Work(Protocol):
    """What works until it is told to stop."""

    async def run(self) -> None:
        """Work."""
        ...

    def stop(self) -> None:
        """Finish what is under way, and let ``run`` return."""
        ...


FINISHES_WITHIN = 5  # seconds, when it is told to stop; what is not done by then is done by another worker


async def work(
    settings: Settings, metrics: Sequence[socket.socket], *, ready: Callable[[], None] = lambda: None
) -> None:
    """Work until it is cancelled; metrics are read on sockets, if on any. Raises Failure.

    ``ready`` is called once it begins.
    """
    async with watched(settings, metrics, serves=False) as platform:
        ready()
        await work_until_cancelled(platform.worker())


async def work_until_cancelled(worker: Work) -> None:
    """Work until it is cancelled, and then finish what is under way, if that is soon."""
    working = asyncio.create_task(worker.run())
    try:
        await asyncio.shield(working)
    finally:
        worker.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(working, FINISHES_WITHIN)
