"""Who listens to hints, and waits for them."""

import asyncio
from collections.abc import Callable

from tests.support.builders import IDS
from wexstream.domain.model.ids import ConferenceId
from wexstream.ports.push import Hint, RoomChanged

PATIENCE = 30  # seconds after which what was not told will not be


def room() -> RoomChanged:
    """A hint, which is no other's."""
    return RoomChanged(conference=ConferenceId(IDS.new()))


class Ears:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[Hint] = []
        self.missed = 0
        self._something = asyncio.Event()

    def receive(self, hint: Hint) -> None:
        self.heard.append(hint)
        self._something.set()

    def miss(self) -> None:
        self.missed += 1
        self._something.set()

    async def until(self, holds: Callable[["Ears"], bool]) -> None:
        """Wait until something is true of what it was told."""
        async with asyncio.timeout(PATIENCE):
            while not holds(self):
                self._something.clear()
                await self._something.wait()

    async def until_it_listens(self) -> None:
        await self.until_missed(1)

    async def until_missed(self, times: int) -> None:
        await self.until(lambda ears: ears.missed >= times)

    async def until_heard(self, hints: int) -> list[Hint]:
        await self.until(lambda ears: len(ears.heard) >= hints)
        return self.heard
