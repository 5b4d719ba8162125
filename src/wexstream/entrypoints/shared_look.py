"""Looking at a part that may hang, for any number who ask."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Generic, TypeVar

T = TypeVar("T")


class SharedLook(Generic[T]):
    """What was seen last, not older than ``every`` (seconds); or ``otherwise``, after ``within`` (seconds).

    There is one look at a time, in which all have a part who ask meanwhile: what hangs is waited for once.
    """

    def __init__(
        self, look: Callable[[], Awaitable[T]], *, otherwise: T, within: float, every: float
    ) -> None:
        self._look = look
        self._otherwise = otherwise
        self._within = within
        self._every = every
        self._looking: asyncio.Task[T] | None = None
        self._again_at = 0.0

    async def __call__(self) -> T:
        """Look, or wait for the look that is under way. Raises what looking does."""
        looking = self._looking
        if looking is None or (looking.done() and time.monotonic() >= self._again_at):
            self._again_at = time.monotonic() + self._every
            looking = asyncio.get_running_loop().create_task(self._begin(), context=Context())
            self._looking = looking
        await asyncio.wait([looking], timeout=self._within)
        return looking.result() if looking.done() else self._otherwise

    async def _begin(self) -> T:
        return await self._look()
