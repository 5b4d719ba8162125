"""`python -m wexstream.entrypoints.processes serve|jobs LINE SOCKETS METRICS`: the process of a child.

It is told the descriptors of its line to the parent, of the sockets from which it accepts, and of those on
which its metrics are read; with commas between them.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any

from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.logging import configure
from wexstream.entrypoints.processes.child import Place, Task
from wexstream.entrypoints.serve import serve
from wexstream.entrypoints.settings import Settings, load
from wexstream.entrypoints.signals import run_until_told
from wexstream.entrypoints.worker import work


def main(arguments: Sequence[str]) -> int:
    """Do the task until the parent hangs up; the exit status."""
    task, *handed = arguments
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it is for the parent
    configure(sys.stderr)
    (line,), sockets, metrics = map(_handed_down, handed)
    try:
        settings = load(os.environ).settings
        place = Place(task=Task(task), sockets=sockets, metrics=metrics)
        run_until_told(_on_the_line(line, _work(place, settings, line)))
    except Failure as failure:
        sys.stderr.write(f"wexstream: {failure}\n")
        return 1
    return 0


def _handed_down(descriptors: str) -> list[socket.socket]:
    """Take sockets, and hand them down to nobody further."""
    handed = [socket.socket(fileno=int(descriptor)) for descriptor in descriptors.split(",") if descriptor]
    for each in handed:
        each.set_inheritable(False)
    return handed


def _work(place: Place, settings: Settings, line: socket.socket) -> Coroutine[Any, Any, None]:
    def ready() -> None:
        with suppress(OSError):  # the parent is no more
            line.send(b".")

    match place.task:
        case Task.SERVE:
            return serve(settings, place.sockets, place.metrics, ready=ready, jobs=False)
        case Task.JOBS:
            return work(settings, place.metrics, ready=ready)


async def _on_the_line(line: socket.socket, work: Coroutine[Any, Any, None]) -> None:
    """Work, and be told to stop when the parent hangs up, unless that was told already."""
    loop = asyncio.get_running_loop()
    working = asyncio.current_task()

    def hang_up() -> None:
        loop.remove_reader(line)
        if working is not None and not working.cancelling():
            signal.raise_signal(signal.SIGTERM)

    loop.add_reader(line, hang_up)
    await work


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
