"""Jobs in memory: queued by transactions, run when somebody asks for it."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from wexstream.adapters.memory.draft import Draft, drafted
from wexstream.adapters.memory.store import QueuedJob, Store, Tables
from wexstream.domain.model.ids import AccountId
from wexstream.ports.clock import Clock
from wexstream.ports.jobs import Job, account_in, delay_after
from wexstream.ports.mail import MailRefused

_log = logging.getLogger(__name__)


class MemoryJobQueue:
    """Takes work in the transaction that causes it."""

    def __init__(self, draft: Draft, numbers: Iterator[int]) -> None:
        self._draft = draft
        self._numbers = numbers

    async def add(self, *jobs: Job) -> None:
        """Queue work."""
        queued = (await self._draft.change()).jobs
        for job in jobs:
            queued[next(self._numbers)] = QueuedJob(job=job)

    async def add_for_later(self, job: Job, *, at: datetime, now: datetime) -> None:  # noqa: ARG002 (the port's)
        """Queue work that is not to be run before a time."""
        (await self._draft.change()).jobs[next(self._numbers)] = QueuedJob(job=job, not_before=at)


class MemoryJobs:
    """Runs what is queued in a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._running: set[int] = set()

    async def run_pending(self, handle: Callable[[Job], Awaitable[None]]) -> int:
        """Run all that is due, in the order in which it was queued; tell how many jobs were run.

        What ``handle`` raises is tried again as ``delay_after`` says; MailRefused is held at once.
        """
        ran = 0
        while (number := self._first_due()) is not None:
            await self._run(number, handle)
            ran += 1
        return ran

    def held(self) -> Sequence[QueuedJob]:
        """List the jobs that failed for good."""
        return [queued for queued in self._store.committed.jobs.values() if queued.failure is not None]

    def _first_due(self) -> int | None:
        now = self._clock.now()
        queued = self._store.committed.jobs.items()
        return next((number for number, one in queued if self._is_due(number, one, at=now)), None)

    def _is_due(self, number: int, queued: QueuedJob, *, at: datetime) -> bool:
        waits = queued.not_before is not None and at < queued.not_before
        return queued.failure is None and not waits and number not in self._running

    async def _run(self, number: int, handle: Callable[[Job], Awaitable[None]]) -> None:
        """Run a job; cancelled while it runs, it stays queued."""
        queued = self._store.committed.jobs[number]
        self._running.add(number)
        try:
            await handle(queued.job)
        except Exception as error:  # noqa: BLE001 (whatever it is, the job is tried again or held)
            _log.warning("%s failed with %s", type(queued.job).__name__, type(error).__name__)
            await self._postpone(number, queued, error)
        else:
            with drafted(self._store) as draft:
                (await draft.change()).jobs.pop(number, None)
        finally:
            self._running.discard(number)

    async def _postpone(self, number: int, queued: QueuedJob, error: Exception) -> None:
        attempts = queued.attempts + 1
        delay = delay_after(attempts)
        if delay is None or isinstance(error, MailRefused):
            after = replace(queued, attempts=attempts, failure=type(error).__name__)
        else:
            after = replace(queued, attempts=attempts, not_before=self._clock.now() + delay)
        with drafted(self._store) as draft:
            (await draft.change()).jobs.replace(number, after)


def drop_jobs_of(tables: Tables, account: AccountId) -> None:
    """Remove the jobs that name an account."""
    tables.jobs.remove_where(lambda queued: account_in(queued.job) == account)
