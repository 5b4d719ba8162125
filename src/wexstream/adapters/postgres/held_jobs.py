"""Jobs that failed for good, and what PgQueuer notes of those that are done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ARRAY, Integer, Interval, any_, bindparam, delete, exists, func, select

from wexstream.adapters.postgres.queue_tables import LOG, QUEUE
from wexstream.adapters.postgres.statements import Connection, Statement

LOG_KEPT = timedelta(days=7)

_BATCH = 1_000  # rows that are locked at once
_HELD = "failed"

_last_error = (
    select(LOG.c.traceback["exception_message"].as_string())
    .where(LOG.c.job_id == QUEUE.c.id, LOG.c.status == _HELD)
    .order_by(LOG.c.created.desc(), LOG.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_LIST = Statement(
    select(QUEUE.c.id, QUEUE.c.entrypoint, QUEUE.c.attempts, QUEUE.c.created, _last_error.label("last_error"))
    .where(QUEUE.c.status == _HELD)
    .order_by(QUEUE.c.id)
)
_DROP = Statement(
    delete(QUEUE)
    .where(QUEUE.c.status == _HELD, QUEUE.c.id == any_(bindparam("jobs", type_=ARRAY(Integer()))))
    .returning(QUEUE.c.id)
)
_OVER = (
    select(LOG.c.id)
    .where(
        LOG.c.created < func.now() - bindparam("kept", type_=Interval()),
        ~exists().where(QUEUE.c.id == LOG.c.job_id),
    )
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(of=LOG, skip_locked=True)
    .cte("over")
)
_PURGE_LOG = Statement(delete(LOG).where(LOG.c.id == _OVER.c.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJob:
    """A job that is tried no more: how often it was, and kind and place of the last error, if known."""

    id: int
    kind: str
    attempts: int
    last_error: str | None
    created_at: datetime


async def list_held(connection: Connection) -> Sequence[HeldJob]:
    """List the jobs that failed for good, oldest first."""
    return [
        HeldJob(
            id=row["id"],
            kind=row["entrypoint"],
            attempts=row["attempts"] + 1,  # PgQueuer counts those after the first
            last_error=row["last_error"],
            created_at=row["created"],
        )
        for row in await _LIST.fetch(connection)
    ]


async def retry_held(connection: Connection, jobs: Collection[int]) -> Sequence[int]:
    """Have held jobs tried again, as if they were new; which of them there were."""
    found = [held.id for held in await list_held(connection) if held.id in jobs]
    from pgqueuer.domain.types import JobId  # noqa: PLC0415 (PgQueuer takes long to import)

    from wexstream.adapters.postgres.queue_statements import queries  # noqa: PLC0415 (the same)

    await queries(connection).requeue_jobs([JobId(number) for number in found])
    return found


async def drop_held(connection: Connection, jobs: Collection[int]) -> Sequence[int]:
    """Drop held jobs for good; which of them there were."""
    return [row["id"] for row in await _DROP.fetch(connection, jobs=list(jobs))]


async def purge_job_log(connection: Connection) -> None:
    """Forget what happened to jobs that are done, after a week."""
    while await _PURGE_LOG.execute(connection, kept=LOG_KEPT, most=_BATCH) == _BATCH:
        pass
