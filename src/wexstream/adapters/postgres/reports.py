"""Complaints in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, null, or_, select, update

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, saving, some_of
from wexstream.domain.model.ids import AccountId, ReportId
from wexstream.domain.model.moderation import Report

_report = tables.reports.c
_it = select(tables.reports).where(_report.id == bindparam("id"))
_naming = or_(
    *(_report[name] == bindparam("account") for name in ("reporter_id", "accused_id", "decided_by"))
)

_ADD = adding(tables.reports)
_SAVE = saving(tables.reports)
_FIND = Statement(_it)
_LOCK = Statement(_it.with_for_update())
_LOCK_NAMING = Statement(select(tables.reports).where(_naming).order_by(_report.id).with_for_update())
_with_evidence = some_of(
    tables.reports,
    _report.decided_at < bindparam("closed_before"),
    or_(_report.reason != "", _report.evidence_name.is_not(None)),
)
_DROP_EVIDENCE = Statement(
    update(tables.reports)
    .values(reason="", evidence_name=null(), evidence_title=null(), evidence_text=null())
    .where(_report.id == _with_evidence.c.id)
)


class PostgresReports:
    """Complaints, their evidence, and decisions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, report: Report) -> None:
        """Keep a new one."""
        await _ADD.execute(self._connection, **rows.from_report(report))

    async def find(self, report: ReportId) -> Report | None:
        """Read one."""
        row = await _FIND.fetchrow(self._connection, id=report)
        return rows.to_report(row) if row else None

    async def lock(self, report: ReportId) -> Report | None:
        """Read and lock one."""
        row = await _LOCK.fetchrow(self._connection, id=report)
        return rows.to_report(row) if row else None

    async def save(self, report: Report) -> None:
        """Keep a change."""
        await _SAVE.execute(self._connection, **rows.from_report(report))

    async def lock_naming(self, account: AccountId) -> Sequence[Report]:
        """Read and lock those in which an account appears, by id."""
        found = await _LOCK_NAMING.fetch(self._connection, account=account)
        return [rows.to_report(row) for row in found]

    async def drop_evidence(self, *, closed_before: datetime, most: int) -> int:
        """Drop evidence and reasons of up to so many cases closed before; how many there were."""
        return await _DROP_EVIDENCE.execute(self._connection, closed_before=closed_before, most=most)
