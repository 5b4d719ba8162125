"""The queue of jobs: PgQueuer's, written in the transaction that causes the work."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, func, select

from wexstream.adapters.postgres.job_payloads import encode, kind_of
from wexstream.adapters.postgres.queue_tables import CHANNEL, QUEUE
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.domain.model.ids import AccountId
from wexstream.ports.jobs import Announce, Job, MailBundle, MailNotification, account_in

# Wakes the workers when the transaction commits. Notifying lets commits through one after the other, so that
# it is kept for what thousands wait for; all else waits until workers look by themselves.
_WAKE = Statement(select(func.pg_notify(bindparam("channel"), bindparam("event"))))
_DROP_NAMING = Statement(delete(QUEUE).where(QUEUE.c.headers["account"].as_string() == bindparam("account")))


class PostgresJobQueue:
    """Takes work in the transaction that causes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, *jobs: Job) -> None:
        """Queue work, in one statement however much it is."""
        await self._add(jobs, after=timedelta(0))

    async def add_for_later(self, job: Job, *, at: datetime, now: datetime) -> None:
        """Queue work that is not to be run before a time."""
        await self._add([job], after=at - now)

    async def _add(self, jobs: Sequence[Job], *, after: timedelta) -> None:
        delays: list[timedelta | None] = [after] * len(jobs)
        if jobs:
            from wexstream.adapters.postgres.queue_statements import queries  # noqa: PLC0415 (takes long)

            await queries(self._connection).enqueue(
                [kind_of(job) for job in jobs],
                [encode(job) for job in jobs],
                [_priority(job) for job in jobs],
                delays,
                headers=[_headers(job) for job in jobs],
            )
        if any(isinstance(job, Announce) for job in jobs):
            await _WAKE.fetch(self._connection, channel=CHANNEL, event=_queued())


async def drop_jobs_naming(connection: Connection, account: AccountId) -> None:
    """Remove the jobs that name an account, held and running ones too."""
    await _DROP_NAMING.execute(connection, account=str(account))


def _queued() -> str:
    """Say what PgQueuer's own trigger would."""
    event = {
        "channel": CHANNEL,
        "operation": "insert",
        "sent_at": datetime.now(UTC),
        "table": QUEUE.name,
        "type": "table_changed_event",
    }
    return msgspec.json.encode(event).decode()


def _priority(job: Job) -> int:
    """Let what one person waits for overtake what thousands are told."""
    return 0 if isinstance(job, MailNotification | MailBundle) else 1


def _headers(job: Job) -> dict[str, str] | None:
    """Say beside the payload which account a job names, so that it is found when that is erased."""
    account = account_in(job)
    return {"account": str(account)} if account else None
