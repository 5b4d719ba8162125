"""What a provider says of itself: kept for a while, fetched once however many ask."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from wexstream.ports.clock import Clock
from wexstream.ports.identity import ProviderUnavailable

T = TypeVar("T")

GOOD_FOR: Final = timedelta(hours=1)
RENEWED_AFTER: Final = timedelta(minutes=1)
"""Not sooner is it fetched anew for what was not found in it: else anybody could have us ask all the time."""
AWAY_FOR: Final = timedelta(seconds=5)
"""So long whoever asks after a failure is told of it at once: else each waits in turn until time is out."""


class Document(Generic[T]):
    """A document of a provider's; asked for by many at once, it is fetched once, and missed once."""

    def __init__(self, fetch: Callable[[], Awaitable[T]], clock: Clock) -> None:
        """Have it by ``fetch``."""
        self._fetch = fetch
        self._clock = clock
        self._lock = asyncio.Lock()
        self._kept: tuple[T, datetime] | None = None
        self._away: tuple[str, datetime] | None = None

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
            if self._away is not None and now < self._away[1] + AWAY_FOR:
                raise ProviderUnavailable(self._away[0])
            try:
                self._kept = (await self._fetch(), now)
            except ProviderUnavailable as error:
                self._away = (str(error), self._clock.now())
                raise
            return self._kept[0]
