"""Listening to the events of a server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.integration.rooms.people import Person
from tests.support.streams import PATIENCE, Event, events_in


class Listener:
    """A stream that is open, and what has come over it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.text = ""
        self._pieces = response.aiter_text()
        self._count = 0

    async def next(self) -> Event:
        """What comes next; the end of the stream raises StopAsyncIteration."""
        async with asyncio.timeout(PATIENCE):
            while len(events_in(self.text.rpartition("\n\n")[0])) <= self._count:
                self.text += await anext(self._pieces)
        self._count += 1
        return events_in(self.text)[self._count - 1]

    async def until(self, *topics: str) -> Event:
        """Wait until some topics have been told, at once or one after the other; the last event then."""
        missing = set(topics)
        while True:
            event = await self.next()
            missing -= event.topics
            if not missing:
                return event

    async def rest(self) -> list[Event]:
        """What comes until the stream is over."""
        events: list[Event] = []
        try:
            while True:
                events.append(await self.next())
        except (StopAsyncIteration, httpx.RemoteProtocolError):
            return events


@asynccontextmanager
async def opened(person: Person, **headers: str) -> AsyncIterator[Listener]:
    """Open a stream, and read nothing yet."""
    known = {"Authorization": f"Bearer {person.token}", **headers}
    async with (
        httpx.AsyncClient(timeout=PATIENCE) as client,
        client.stream("GET", f"{person.url}/api/events", headers=known) as response,
    ):
        assert response.status_code == 200
        yield Listener(response)


@asynccontextmanager
async def listening(person: Person) -> AsyncIterator[Listener]:
    """Open a stream that has begun."""
    async with opened(person) as listener:
        assert (await listener.next()).kind == "snapshot"
        yield listener
