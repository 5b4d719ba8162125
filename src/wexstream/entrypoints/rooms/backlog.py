"""What is still to be written to the database, once it can be reached."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from wexstream.ports.persistence import Contention, StorageUnavailable

TRIED_AGAIN_AFTER = 0.5  # seconds

T = TypeVar("T")
Write = Callable[[Sequence[T]], Awaitable[None]]

_log = logging.getLogger(__name__)


class Backlog(Generic[T]):
    """Writes what it is given in its order, and again what could not be written just now."""

    def __init__(
        self,
        write: Write[T],
        *,
        at_once: int,
        complaint: str,
        size: Callable[[T], int] = lambda _: 0,
        most: int = 0,
    ) -> None:
        """Write by ``write``, so many ``at_once``; those of a mistake are lost, with a complaint in the log.

        Where what waits has a ``size``, the oldest are dropped when all together have more than ``most``.
        """
        self._write = write
        self._at_once = at_once
        self._complaint = complaint
        self._size_of = size
        self._most = most
        self._size = 0
        self._waiting: deque[T] = deque()
        self._something = asyncio.Event()

    def add(self, one: T) -> None:
        """Have one written."""
        self._waiting.append(one)
        self._size += self._size_of(one)
        while self._size > self._most:
            self._take()
        self._something.set()

    async def run(self) -> None:
        """Write what there is, until it is cancelled."""
        while True:
            await self._something.wait()
            self._something.clear()
            while self._waiting:
                await self._write_some()

    async def _write_some(self) -> None:
        some = [self._take() for _ in range(min(len(self._waiting), self._at_once))]
        try:
            await self._write(some)
        except (Contention, StorageUnavailable):  # perhaps it was done: then it is done twice
            self._put_back(some)
            await asyncio.sleep(TRIED_AGAIN_AFTER)
        except Exception:  # noqa: BLE001 - whatever it is, what comes next is written
            _log.exception(self._complaint)

    def _take(self) -> T:
        one = self._waiting.popleft()
        self._size -= self._size_of(one)
        return one

    def _put_back(self, some: Sequence[T]) -> None:
        self._waiting.extendleft(reversed(some))
        self._size += sum(map(self._size_of, some))
