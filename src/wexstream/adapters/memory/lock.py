"""The one lock of a store: shared by those who hold something, had alone by those who lock or write."""

from asyncio import Future, get_running_loop
from collections import deque
from dataclasses import dataclass


class Deadlock(Exception):
    """Two who share the lock both want it alone; one has to start anew."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    holder: object
    alone: bool
    granted: Future[None]


class StoreLock:
    """A readers-writer lock, first come, first served. Whoever shares it may come to want it alone."""

    def __init__(self) -> None:
        self._holders: set[object] = set()
        self._alone = False
        self._queue: deque[_Waiting] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._queue)

    async def share(self, holder: object) -> None:
        """Have the lock together with others, until it is released."""
        if holder not in self._holders:
            await self._wait(_Waiting(holder, alone=False, granted=get_running_loop().create_future()))

    async def have_alone(self, holder: object) -> None:
        """Have the lock alone, until it is released. Raises Deadlock when another who shares it waits too."""
        if holder not in self._holders:
            await self._wait(_Waiting(holder, alone=True, granted=get_running_loop().create_future()))
        elif not self._alone:
            await self._upgrade(holder)

    def release(self, holder: object) -> None:
        """Give the lock back, or stop waiting for it."""
        self._queue = deque(waiting for waiting in self._queue if waiting.holder is not holder)
        if holder in self._holders:
            self._holders.remove(holder)
            self._alone = False
        self._grant()

    async def _upgrade(self, holder: object) -> None:
        """Wait before everybody else for those who share the lock to release it."""
        if any(waiting.holder in self._holders for waiting in self._queue):
            raise Deadlock
        granted = get_running_loop().create_future()
        self._queue.appendleft(_Waiting(holder, alone=True, granted=granted))
        self._grant()
        await granted

    async def _wait(self, waiting: _Waiting) -> None:
        self._queue.append(waiting)
        self._grant()
        await waiting.granted

    def _grant(self) -> None:
        while self._queue and self._admits(self._queue[0]):
            first = self._queue.popleft()
            self._holders.add(first.holder)
            self._alone = first.alone
            if not first.granted.done():
                first.granted.set_result(None)

    def _admits(self, waiting: _Waiting) -> bool:
        if waiting.alone:
            return self._holders <= {waiting.holder}
        return not self._alone
