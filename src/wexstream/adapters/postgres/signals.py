"""What is said in rooms, on its way through PostgreSQL."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import ARRAY, bindparam, column, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.domain.model.room import Signal
from wexstream.ports.push import Note, SignalsSent

_signal = tables.signals.c
_new = (
    func.unnest(*(bindparam(each.name, type_=ARRAY(each.type)) for each in _signal))
    .table_valued(*(column(each.name, each.type) for each in _signal))
    .render_derived(name="new")
)
_ADD = Statement(
    insert(tables.signals)
    .from_select([each.name for each in _signal], select(_new))
    .on_conflict_do_nothing(index_elements=[_signal.id])
)
_PURGE = Statement(delete(tables.signals).where(_signal.sent_at < bindparam("before")))


class PostgresSignals:
    """What people say to those who are in a room by another process."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def add(self, signals: Iterable[Signal]) -> None:
        """Send some."""
        sent = list(signals)
        added = [rows.from_signal(signal) for signal in sent]
        columns = {each.name: [row[each.name] for row in added] for each in _signal}
        await _ADD.execute(self._connection, **columns)
        for conference, some in groupby(sent, key=lambda signal: signal.conference):
            names = tuple(signal.id for signal in some)
            self._note(SignalsSent(conference=conference, signals=names))

    async def purge(self, *, before: datetime) -> None:
        """Forget those sent before."""
        await _PURGE.execute(self._connection, before=before)
