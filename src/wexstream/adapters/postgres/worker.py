"""The worker: runs what is queued, and what is to be done again and again, by PgQueuer."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.domain.errors import PgqException
from pgqueuer.domain.models import Schedule

from wexstream.adapters.outage import Outage
from wexstream.adapters.postgres.attempts import Attempts, described
from wexstream.adapters.postgres.clock_steps import watch_clock
from wexstream.adapters.postgres.held_jobs import purge_job_log
from wexstream.adapters.postgres.job_payloads import KINDS
from wexstream.adapters.postgres.pool import open_connection
from wexstream.adapters.postgres.queue_statements import SETTINGS, queries
from wexstream.adapters.postgres.trouble import LOST, explained
from wexstream.ports.jobs import Job

_POLLED_EVERY = timedelta(seconds=0.5)
_GIVEN_UP_AFTER = timedelta(seconds=10)  # without a sign of life of the worker that has a job
_SOUGHT_EVERY = 1.0  # seconds between two tries to reach a database that is away
_LOST = (*LOST, PgqException)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """What is done again and again, by one process at a time, under a name.

    ``schedule`` is a cron expression of five fields, or of six, with the seconds last.
    """

    name: str
    schedule: str
    run: Callable[[], Awaitable[object]]


class Worker:
    """Runs jobs and routines over a connection of its own, which it opens anew whenever it is lost.

    Of several workers each job is run by one, and run again by another should that one die.
    """

    def __init__(
        self,
        dsn: str,
        handle: Callable[[Job], Awaitable[None]],
        *,
        permanent: tuple[type[Exception], ...] = (),
        routines: Iterable[Routine] = (),
        concurrency: int = 10,
    ) -> None:
        """Run each job by ``handle``, at most ``concurrency`` (2 at least) at once.

        What it raises is tried again after 10 seconds, twice as long each time, an hour at most; one of the
        ``permanent`` errors at once, and any at the twentieth time, is held.
        """
        self._dsn = dsn
        self._attempts = Attempts(handle, permanent=permanent)
        own = Routine(name="purge-job-log", schedule="17 * * * *", run=self._purge_log)
        self._routines = (*routines, own)
        self._concurrency = concurrency
        self._stopping = asyncio.Event()
        self._queuer: PgQueuer | None = None
        self._outage = Outage(_log, began="lost the database, trying again", over="has the database again")

    async def run(self) -> None:
        """Work until ``stop``; then finish the jobs that are under way, and return.

        Cancelled, it interrupts the jobs that are under way; they are queued again. Raises RuntimeError when
        the database was not migrated.
        """
        while not self._stopping.is_set():
            try:
                async with open_connection(self._dsn) as connection:
                    self._outage.end()
                    with _quiet_once_lost(connection):
                        await self._work(connection)
            except _LOST as error:
                self._outage.begin(explained(error) if isinstance(error, LOST) else described(error))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), _SOUGHT_EVERY)

    def stop(self) -> None:
        """Let ``run`` come to its end."""
        self._stopping.set()
        if self._queuer is not None:
            self._queuer.shutdown.set()

    async def _work(self, connection: asyncpg.Connection) -> None:
        statements = queries(connection)
        queuer = PgQueuer(statements.driver, channel=SETTINGS.channel, queries=statements)
        for kind in KINDS:
            queuer.entrypoint(kind, accepts_context=False, on_failure="hold")(self._attempts.run)
        for routine in self._routines:
            queuer.schedule(routine.name, routine.schedule, clean_old=True)(_scheduled(routine))
        self._queuer = queuer
        if self._stopping.is_set():
            return
        async with _beside(watch_clock(statements)):
            await self._run(queuer)

    async def _run(self, queuer: PgQueuer) -> None:
        await queuer.run(
            dequeue_timeout=_POLLED_EVERY,
            batch_size=self._concurrency // 2,  # PgQueuer wants room for two batches
            max_concurrent_tasks=self._concurrency,
            heartbeat_timeout=_GIVEN_UP_AFTER,
            log_aggregation_interval=timedelta(0),  # nobody reads the statistics
        )

    async def _purge_log(self) -> None:
        async with open_connection(self._dsn) as connection:
            await purge_job_log(connection)


@asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Have something done until the end of the context; where the database is lost, that meets it too."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, *_LOST):
            await task


@contextmanager
def _quiet_once_lost(connection: asyncpg.Connection) -> Generator[None]:
    """Have the worker alone say that a connection was lost: PgQueuer does so at each thing that it tries."""

    def stands(_: logging.LogRecord) -> bool:
        return not connection.is_closed()

    log = logging.getLogger("pgqueuer")
    log.addFilter(stands)
    try:
        yield
    finally:
        log.removeFilter(stands)


def _scheduled(routine: Routine) -> Callable[[Schedule], Awaitable[None]]:
    async def run(_: Schedule) -> None:
        try:
            await routine.run()
        except Exception as error:  # noqa: BLE001 - whatever it is, its time comes again
            _log.warning("%s failed: %s", routine.name, described(error))

    return run
