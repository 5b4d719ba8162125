"""Who listens to a stream, in this process, and what has been written to it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 30  # seconds after which what has not come will not


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event of a stream, decoded."""

    kind: str
    data: Any

    @property
    def topics(self) -> set[str]:
        return set(self.data["topics"])


def events_in(written: str) -> list[Event]:
    """Decode what was written, but for comments and for when to come again."""
    events: list[Event] = []
    for block in written.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if "event" in lines:
            events.append(Event(kind=lines["event"], data=json.loads(lines["data"])))
    return events


@dataclass
class Reader:
    """Reads what a stream writes; while it is shut, the stream waits."""

    written: str = ""
    over: bool = False
    waits: bool = False
    count: int = 0
    reads: asyncio.Event = field(default_factory=asyncio.Event)
    _something: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.reads.set()

    async def __call__(self, chunk: bytes, *, last: bool) -> None:
        self.waits = not self.reads.is_set()
        self._something.set()
        await self.reads.wait()
        self.written += chunk.decode()
        self.over = self.over or last
        self._something.set()

    @property
    def events(self) -> list[Event]:
        return events_in(self.written)

    async def until(self, holds: Callable[["Reader"], bool]) -> None:
        """Wait until something is true of what was written."""
        async with asyncio.timeout(PATIENCE):
            while not holds(self):
                self._something.clear()
                await self._something.wait()

    async def next(self) -> Event:
        """What comes next."""
        await self.until(lambda reader: len(reader.events) > reader.count)
        self.count += 1
        return self.events[self.count - 1]
