"""A child, as its parent sees it."""

import asyncio
import logging
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from enum import StrEnum

_PROGRAM = "wexstream.entrypoints.processes"
_FINISHES_WITHIN = 60.0  # seconds: twice as long as all that it waits for itself

_log = logging.getLogger(__name__)


class Task(StrEnum):
    """What a child does."""

    SERVE = "serve"
    JOBS = "jobs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a child is to do, from which sockets it accepts, and on which its metrics are read."""

    task: Task
    sockets: Sequence[socket.socket] = ()
    metrics: Sequence[socket.socket] = ()


class Child:
    """A process, and the line to it."""

    def __init__(self, process: asyncio.subprocess.Process, line: socket.socket) -> None:
        self._process = process
        self._line = line

    @classmethod
    async def start(cls, place: Place) -> "Child":
        """Start a process; in a session of its own, as signals are the parent's."""
        with ExitStack() as opened:
            line, theirs = map(opened.enter_context, socket.socketpair())
            line.settimeout(0)
            handed = [[each.fileno() for each in some] for some in ([theirs], place.sockets, place.metrics)]
            words = [",".join(map(str, some)) for some in handed]
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", _PROGRAM, place.task, *words),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=[descriptor for some in handed for descriptor in some],
                start_new_session=True,
            )
            theirs.close()
            opened.pop_all()
        return cls(process, line)

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    async def is_ready(self) -> bool:
        """Wait until it is; False once it has ended instead."""
        return await asyncio.get_running_loop().sock_recv(self._line, 1) != b""

    async def end(self) -> int:
        """Wait until it has ended; its status."""
        return await self._process.wait()

    async def finish(self) -> None:
        """Have it finish what it does, and wait until it has ended; it is killed where that has no end."""
        with suppress(OSError):  # it has ended
            self._line.shutdown(socket.SHUT_WR)
        try:
            async with asyncio.timeout(_FINISHES_WITHIN):
                await self._process.wait()
        except TimeoutError:
            _log.error("a process does not finish, and is killed")
            await self.kill()
        finally:
            self._line.close()

    async def kill(self) -> None:
        """End it at once, if it has not ended yet."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
