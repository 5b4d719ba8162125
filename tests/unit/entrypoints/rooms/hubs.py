"""Hubs, who is at them, and what they stand on where it fails."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support import builders
from tests.support.builders import IDS
from tests.support.platform import POLICY, Platform
from tests.support.waiting import until
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.stays import Stays
from wexstream.entrypoints.rooms.connection import Connection
from wexstream.entrypoints.rooms.hub import Hub
from wexstream.ports import views

ROOM = builders.conference(builders.account())


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@dataclass
class Failing:
    """Fails as often as there are failures left, and notes what was done then."""

    failures: list[Exception]
    done: list[Any] = field(default_factory=list)

    async def __call__(self, *what: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.done.append(what)


class FailingStays(Stays):
    """Whose methods are put in the place of the real ones."""

    def __init__(self, **methods: Failing) -> None:
        for name in self.__slots__:
            object.__setattr__(self, name, methods.get(name, Failing([])))

    __slots__ = ("keep_up", "let_go", "pass_on", "retire")


def a_hub(platform: Platform, **others: Any) -> Hub:
    parts: dict[str, Any] = {
        "queries": platform.storage.queries,
        "stays": platform.stays,
        "rooms": platform.rooms,
        "push": platform.storage.push,
        "clock": platform.clock,
        "ids": IDS,
        "policy": POLICY,
    }
    return Hub(**(parts | others))


async def admitted(platform: Platform, held: Hub, viewer: Viewer, conference: ConferenceId) -> Connection:
    """Join and enter; welcomed."""
    ticket = (await platform.rooms.join(viewer, conference)).ticket
    connection = held.connect(viewer, conference)
    await held.enter(connection, ticket)
    await connection.welcomed.wait()
    return connection


async def frames_of(connection: Connection, number: int) -> Sequence[str]:
    """What is sent to a socket, so many frames."""
    sent: list[str] = []

    async def send(frame: str) -> None:
        sent.append(frame)

    async with running(connection.outgoing.deliver(send)):
        await until(lambda: len(sent) >= number)
    return sent


class Counted:
    """Queries, of which those of rooms are counted, and fail at first where that is wanted."""

    def __init__(self, queries: Any, *failures: Exception) -> None:
        self._queries = queries
        self._failures = list(failures)
        self.rooms = 0
        self.accounts: list[AccountId | None] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queries, name)

    async def room(self, *asked: Any, **more: Any) -> views.Room | None:
        self.rooms += 1
        self.accounts.append(more.get("account"))
        if self._failures:
            raise self._failures.pop(0)
        found: views.Room | None = await self._queries.room(*asked, **more)
        return found
