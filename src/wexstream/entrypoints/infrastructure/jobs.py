"""The jobs of a database, for whoever looks after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wexstream.adapters.postgres import held_jobs
from wexstream.adapters.postgres.held_jobs import HeldJob
from wexstream.adapters.postgres.load import count_waiting
from wexstream.adapters.postgres.pool import open_connection
from wexstream.entrypoints.infrastructure.database import explaining

__all__ = ["HeldJob", "HeldJobs", "waiting_jobs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJobs:
    """The jobs of a database that failed for good. Each raises Failure."""

    address: str

    async def list(self) -> Sequence[HeldJob]:
        """List them, oldest first."""
        with explaining():
            async with open_connection(self.address) as connection:
                return await held_jobs.list_held(connection)

    async def retry(self, jobs: Collection[int]) -> Sequence[int]:
        """Have some tried again; which of them there were."""
        with explaining():
            async with open_connection(self.address) as connection:
                return await held_jobs.retry_held(connection, jobs)

    async def drop(self, jobs: Collection[int]) -> Sequence[int]:
        """Drop some; which of them there were."""
        with explaining():
            async with open_connection(self.address) as connection:
                return await held_jobs.drop_held(connection, jobs)


async def waiting_jobs(address: str) -> int:
    """Count the jobs of a database that are still to be done. Raises Failure."""
    with explaining():
        async with open_connection(address) as connection:
            return await count_waiting(connection)
