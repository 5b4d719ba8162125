"""Complaints in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, func, null, or_, select, update

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, saving
from wexstream.domain.model.ids import AccountId, PictureId, ReportId
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
_FIRST_OPEN = Statement(
    select(_report.id)
    .where(_report.created_at >= bindparam("since"), _report.decision.is_(None))
    .order_by(_report.created_at, _report.id)
    .limit(1)
)
_SHOWING = Statement(select(_report.id).where(_report.evidence_picture == bindparam("picture")).limit(1))
_sanction = tables.sanctions.c
_over = func.coalesce(_sanction.settled_at, _sanction.lifted_at)
_contested = exists().where(
    _sanction.report_id == _report.id,
    _sanction.appealed_at.is_not(None),
    or_(_over.is_(None), _over >= bindparam("closed_before")),
)
_expired = (
    select(_report.id, _report.evidence_picture)
    .where(
        _report.decided_at < bindparam("closed_before"),
        or_(_report.reason != "", _report.evidence_name.is_not(None)),
        ~_contested,
    )
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(of=tables.reports, skip_locked=True)
    .cte("expired")
)
_DROP_EVIDENCE = Statement(
    update(tables.reports)
    .values(
        reason="",
        evidence_name=null(),
        evidence_title=null(),
        evidence_text=null(),
        evidence_picture=null(),
    )
    .where(_report.id == _expired.c.id)
    .returning(_expired.c.evidence_picture)
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

    async def first_open(self, *, since: datetime) -> ReportId | None:
        """Name the first of those filed since a time that are open."""
        row = await _FIRST_OPEN.fetchrow(self._connection, since=since)
        return ReportId(row["id"]) if row else None

    async def show(self, picture: PictureId) -> bool:
        """Tell whether a picture is evidence."""
        return await _SHOWING.fetchrow(self._connection, picture=picture) is not None

    async def drop_evidence(self, *, closed_before: datetime, most: int) -> Sequence[PictureId | None]:
        """Drop evidence and reasons of up to so many cases closed before; the picture in each, if any."""
        dropped = await _DROP_EVIDENCE.fetch(self._connection, closed_before=closed_before, most=most)
        return [row["evidence_picture"] for row in dropped]
