"""Warnings and suspensions in PostgreSQL."""

from datetime import datetime

from asyncpg import Record
from sqlalchemy import bindparam, select

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, saving
from wexstream.domain.model.ids import AccountId, ReportId, SanctionId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.sanction import Sanction

_sanction = tables.sanctions.c
_it = select(tables.sanctions).where(_sanction.id == bindparam("id"))

_ADD = adding(tables.sanctions)
_SAVE = saving(tables.sanctions)
_FIND = Statement(_it)
_LOCK = Statement(_it.with_for_update())
_ON_REPORT = Statement(select(tables.sanctions).where(_sanction.report_id == bindparam("report")))
_LOCK_SUSPENSION = Statement(
    select(tables.sanctions)
    .where(
        _sanction.account_id == bindparam("account"),
        _sanction.decision == Decision.SUSPEND.value,
        _sanction.lifted_at.is_(None),
    )
    .with_for_update()
)
_FIRST_OPEN_APPEAL = Statement(
    select(_sanction.id)
    .where(
        _sanction.appealed_at >= bindparam("since"),
        _sanction.settled_at.is_(None),
        _sanction.lifted_at.is_(None),
    )
    .order_by(_sanction.appealed_at, _sanction.id)
    .limit(1)
)


class PostgresSanctions:
    """Warnings and suspensions, with their appeals."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, sanction: Sanction) -> None:
        """Keep a new one."""
        await _ADD.execute(self._connection, **rows.from_sanction(sanction))

    async def find(self, sanction: SanctionId) -> Sanction | None:
        """Read one."""
        return _one(await _FIND.fetchrow(self._connection, id=sanction))

    async def on_report(self, report: ReportId) -> Sanction | None:
        """Read the one that was imposed on a report."""
        return _one(await _ON_REPORT.fetchrow(self._connection, report=report))

    async def lock(self, sanction: SanctionId) -> Sanction | None:
        """Read and lock one."""
        return _one(await _LOCK.fetchrow(self._connection, id=sanction))

    async def lock_suspension(self, account: AccountId) -> Sanction | None:
        """Read and lock the suspension of an account that holds."""
        return _one(await _LOCK_SUSPENSION.fetchrow(self._connection, account=account))

    async def save(self, sanction: Sanction) -> None:
        """Keep a change."""
        await _SAVE.execute(self._connection, **rows.from_sanction(sanction))

    async def first_open_appeal(self, *, since: datetime) -> SanctionId | None:
        """Name the first of those appealed against since a time whose appeals are open."""
        row = await _FIRST_OPEN_APPEAL.fetchrow(self._connection, since=since)
        return SanctionId(row["id"]) if row else None


def _one(row: Record | None) -> Sanction | None:
    return rows.to_sanction(row) if row else None
