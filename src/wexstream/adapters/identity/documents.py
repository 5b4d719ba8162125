"""What a provider says of itself: kept for a while, fetched once however many ask."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from wexstream.ports.clock import Clock

T = TypeVar("T")

GOOD_FOR: Final = timedelta(hours=1)
RENEWED_AFTER: Final = timedelta(minutes=1)
"""Not sooner is it fetched anew for what was not found in it: else anybody could have us ask all the time."""


class Document(Generic[T]):
    """A document of a provider's."""

    def __init__(self, fetch: Callable[[], Awaitable[T]], clock: Clock) -> None:
        """Have it by ``fetch``."""
        self._fetch = fetch
        self._clock = clock
        self._lock = asyncio.Lock()
        self._kept: tuple[T, datetime] | None = None

    async def get(self) -> T:
        """Have it as it was within the last hour. Raises what fetching does."""
        return await self._have(GOOD_FOR)

    async def renew(self) -> T:
        """Have it as it was within the last minute. Raises what fetching does."""
        return await self._have(RENEWED_AFTER)

    async def _have(self, age: timedelta) -> T:
        async with self._lock:
            now = self._clock.now()
            if self._kept is not None and now < self._kept[1] + age:
                return self._kept[0]
            self._kept = (await self._fetch(), now)
            return self._kept[0]
