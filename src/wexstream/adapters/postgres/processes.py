"""Serving processes in PostgreSQL."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.domain.model.ids import ProcessId

_process = tables.processes.c
_noted = insert(tables.processes).values(id=bindparam("id"), alive_until=bindparam("until"))

_KEEP_ALIVE = Statement(
    _noted.on_conflict_do_update(
        index_elements=[_process.id], set_={"alive_until": _noted.excluded.alive_until}
    )
)
_END = Statement(delete(tables.processes).where(_process.id == bindparam("id")))
_PURGE = Statement(delete(tables.processes).where(_process.alive_until < bindparam("before")))


class PostgresProcesses:
    """The serving processes, and until when each is known to live."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep_alive(self, process: ProcessId, *, until: datetime) -> None:
        """Note that one lives until a time."""
        await _KEEP_ALIVE.execute(self._connection, id=process, until=until)

    async def end(self, process: ProcessId) -> None:
        """Forget one, if it is there."""
        await _END.execute(self._connection, id=process)

    async def purge(self, *, before: datetime) -> None:
        """Forget those that were not known to live since."""
        await _PURGE.execute(self._connection, before=before)
