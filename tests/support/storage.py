"""What the contract suites run over: every adapter that keeps things, asked the same questions."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from tests.support.clock import ManualClock
from wexstream.adapters.memory.jobs import MemoryJobs
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.memory.queries import MemoryQueries
from wexstream.adapters.memory.store import Store
from wexstream.adapters.memory.throttle import MemoryThrottle
from wexstream.adapters.memory.unit_of_work import MemoryUnitOfWork
from wexstream.ports.jobs import Job
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


class Storage(Protocol):
    """One adapter, empty at the beginning of each test, with time in the test's hand."""

    clock: ManualClock
    push: MemoryPush

    @property
    def unit(self) -> UnitOfWork: ...

    @property
    def queries(self) -> Queries: ...

    @property
    def throttle(self) -> Throttle: ...

    async def run_jobs(self, handle: Callable[[Job], Awaitable[None]]) -> None:
        """Run what is due by the clock."""
        ...

    async def held_jobs(self) -> Sequence[Job]:
        """List what failed for good."""
        ...

    async def tidy(self) -> None:
        """Do what is done now and then."""
        ...

    async def everything_kept(self) -> str:
        """Write out all that is kept, in every column, job and file."""
        ...

    async def until_waiting(self, transactions: int) -> None:
        """Return once so many transactions wait for a lock that another one has."""
        ...


class MemoryStorage:
    """Memory."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.store = Store()
        self.push = MemoryPush()
        self.unit = MemoryUnitOfWork(self.store, self.push)
        self.queries = MemoryQueries(self.store)
        self.throttle = MemoryThrottle(self.clock)
        self._jobs = MemoryJobs(self.store, self.clock)

    async def run_jobs(self, handle: Callable[[Job], Awaitable[None]]) -> None:
        await self._jobs.run_pending(handle)

    async def held_jobs(self) -> Sequence[Job]:
        return [held.job for held in self._jobs.held()]

    async def tidy(self) -> None:
        """Nothing: memory tidies up as it goes."""

    async def everything_kept(self) -> str:
        tables = [list(rows.items()) for rows in vars(self.store.committed).values()]
        return repr((tables, vars(self.throttle)))

    async def until_waiting(self, transactions: int) -> None:
        while self.store.lock.waiting < transactions:  # noqa: ASYNC110 (the lock tells nobody)
            await asyncio.sleep(0)
