"""Push over a line between processes: what is the same whatever carries it."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import Context
from typing import Any

from wexstream.adapters.hints.hearing import Hearing
from wexstream.adapters.hints.line import Line
from wexstream.adapters.hints.patience import Outage
from wexstream.adapters.hints.payloads import author, read
from wexstream.adapters.hints.telling import Telling
from wexstream.ports.push import Hint, Listener

_TOLD_WITHIN = 2.0  # seconds, when it ends


class LinePush:
    """Tells hints to the listeners of this process itself, and to those of others by a line.

    It connects when there is something to tell, or somebody to listen, and anew whenever a connection is
    lost: what is to be told waits meanwhile, and who listens is told that something may have been missed.
    """

    def __init__(self, line: Line) -> None:
        """Tell and hear by a line."""
        self._name = secrets.token_hex(4)
        self._listeners: list[Listener] = []
        self._outage = Outage(line.name)
        self._telling = Telling(line, self._outage, self._name)
        self._hearing = Hearing(line, self._outage, heard=self._pass_on, missed=self._tell_of_gap)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def cut_off(self) -> bool:
        """Whether other processes are not heard, or not told, just now."""
        return self._outage.lasts

    def publish(self, hints: Iterable[Hint]) -> None:
        """Tell this process at once, and all others soon."""
        told = list(hints)
        for hint in told:
            self._receive(hint)
        if told:
            self._telling.add(told)
            self._run("telling", self._telling.run)

    @contextmanager
    def listen(self, listener: Listener) -> Generator[None]:
        """Have a listener told until the end of the context, from its first ``miss`` on."""
        self._listeners.append(listener)
        if self._hearing.stands:
            listener.miss()
        self._run("hearing", self._hearing.run)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    async def close(self) -> None:
        """Tell what is still to be told, if that is soon, and close the connections."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_TOLD_WITHIN):
                await self._telling.done()
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _run(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Begin what runs until the end, unless it runs; whoever is the cause of it has no part in it."""
        if name not in self._tasks:
            self._tasks[name] = asyncio.get_running_loop().create_task(work(), context=Context())

    def _pass_on(self, payload: str) -> None:
        if author(payload) == self._name:
            return
        hints = read(payload)
        if hints is None:
            self._tell_of_gap()
            return
        for hint in hints:
            self._receive(hint)

    def _receive(self, hint: Hint) -> None:
        for listener in tuple(self._listeners):
            listener.receive(hint)

    def _tell_of_gap(self) -> None:
        for listener in tuple(self._listeners):
            listener.miss()


@asynccontextmanager
async def open_line(line: Line) -> AsyncGenerator[LinePush]:
    """Have push by a line, until the end of the context."""
    push = LinePush(line)
    try:
        yield push
    finally:
        await push.close()
