"""Serving processes in PostgreSQL."""

from datetime import datetime

from sqlalchemy import bindparam, case, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.statements import Connection, Statement, purging
from wexstream.domain.model.ids import ProcessId

_process = tables.processes.c
_other = tables.processes.alias("other")
_noted = insert(tables.processes).values(
    id=bindparam("id"), since=bindparam("at"), alive_until=bindparam("until")
)
_lapsed = _process.alive_until < _noted.excluded.since

_KEEP_ALIVE = Statement(
    _noted.on_conflict_do_update(
        index_elements=[_process.id],
        set_={
            # The clock may have stepped back.
            "since": case(
                (_lapsed, _noted.excluded.since), else_=func.least(_process.since, _noted.excluded.since)
            ),
            "alive_until": _noted.excluded.alive_until,
        },
    )
)
_UNSETTLED = Statement(
    select(tables.processes.c.id)
    .where(
        ~exists(
            select(_other.c.id).where(
                _other.c.alive_until >= bindparam("at"), _other.c.since <= bindparam("since")
            )
        )
    )
    .limit(1)
)
_END = Statement(delete(tables.processes).where(_process.id == bindparam("id")))
_PURGE = purging(tables.processes, _process.alive_until < bindparam("before"))


class PostgresProcesses:
    """The serving processes, and until when each is known to live."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep_alive(self, process: ProcessId, *, at: datetime, until: datetime) -> None:
        """Note that one lives now, and until a time."""
        await _KEEP_ALIVE.execute(self._connection, id=process, at=at, until=until)

    async def settled(self, *, since: datetime, at: datetime) -> bool:
        """Tell whether one that lives at a time does so since another, or there is none at all."""
        return await _UNSETTLED.fetchrow(self._connection, since=since, at=at) is None

    async def end(self, process: ProcessId) -> None:
        """Forget one, if it is there."""
        await _END.execute(self._connection, id=process)

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that were not known to live since; how many there were."""
        return await _PURGE.execute(self._connection, before=before, most=most)
