"""How long to wait before a database that is away is tried again."""

import asyncio
import random

import asyncpg

FIRST, LONGEST = 0.05, 5.0  # seconds at most
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)  # TimeoutError is an OSError


class Patience:
    """Waits for longer each time, until there was success; each process for another time."""

    def __init__(self) -> None:
        self._longest = FIRST

    async def wait(self) -> None:
        """Wait."""
        longest, self._longest = self._longest, min(2 * self._longest, LONGEST)
        await asyncio.sleep(random.uniform(longest / 2, longest))  # noqa: S311 - no secret

    def restore(self) -> None:
        """Note success."""
        self._longest = FIRST
