"""What a service manager, or Ctrl-C, tells a process."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import uvloop

_TELLING_TO_STOP = (signal.SIGTERM, signal.SIGINT)
_SAID_ONCE_WITHIN = 1.0  # seconds: make tells its commands what their whole group was told already


def run_until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run until the work ends, or is cancelled by a signal to stop; a later one cancels its cleaning up."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_cancelled_by_signals(work))


async def _cancelled_by_signals(work: Coroutine[Any, Any, None]) -> None:
    loop = asyncio.get_running_loop()
    working = loop.create_task(work)
    heard_at: list[float] = []

    def stop() -> None:
        if not heard_at or loop.time() - heard_at[-1] > _SAID_ONCE_WITHIN:
            heard_at.append(loop.time())
            working.cancel()

    for kind in _TELLING_TO_STOP:
        loop.add_signal_handler(kind, stop)
    with suppress(asyncio.CancelledError):
        await working
