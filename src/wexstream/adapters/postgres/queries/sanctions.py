"""Warnings, suspensions and appeals: one's own, and as moderators see them."""

from datetime import datetime
from typing import Final

from asyncpg import Record
from sqlalchemy import ColumnElement, and_, select

from wexstream.adapters.postgres.queries.reading import (
    NEWEST_FIRST,
    VIEWER,
    Reading,
    counterpart,
    page,
    person_columns,
    seen_by,
    show_person,
)
from wexstream.adapters.postgres.rows import to_evidence, to_sanction
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import reports, sanctions
from wexstream.domain.model.moderation import Subject
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

SANCTION: Final = tuple(each.label(f"sanction_{each.name}") for each in sanctions.c)
"""A sanction in the columns of something else, for ``show_sanction``."""

_ACCOUNT = counterpart("account")
_DECIDER = counterpart("decider")
_SETTLER = counterpart("settler")
_OWN = Statement(
    NEWEST_FIRST.cut(
        select(*SANCTION).where(sanctions.c.account_id == VIEWER), sanctions.c.decided_at, sanctions.c.id
    )
)


def _appeals(condition: ColumnElement[bool]) -> Statement:
    people = _ACCOUNT.joined_to(sanctions, sanctions.c.account_id)
    people = _DECIDER.joined_to(people, sanctions.c.decided_by)
    people = _SETTLER.joined_to(people, sanctions.c.settled_by)
    found = select(
        *SANCTION,
        *(reports.c[name] for name in ("subject", "reason", "evidence_name", "evidence_title")),
        *(reports.c[name] for name in ("evidence_text", "evidence_picture")),
        *person_columns(_ACCOUNT, "shown_account"),
        *person_columns(_DECIDER, "shown_decider"),
        *person_columns(_SETTLER, "shown_settler"),
    )
    source = people.outerjoin(reports, reports.c.id == sanctions.c.report_id)
    return Statement(
        NEWEST_FIRST.cut(
            found.select_from(source).where(sanctions.c.appealed_at.is_not(None), condition),
            sanctions.c.appealed_at,
            sanctions.c.id,
        )
    )


_OPEN = _appeals(and_(sanctions.c.settled_at.is_(None), sanctions.c.lifted_at.is_(None)))
_SETTLED = _appeals(sanctions.c.settled_at.is_not(None))


class SanctionQueries(Reading):
    """One's own warnings and suspensions, and all appeals."""

    async def sanctions(self, viewer: Viewer, part: Slice[datetime]) -> Page[views.OwnSanction, datetime]:
        """The viewer's own."""
        rows = await self._fetch(_OWN, viewer=viewer.account, **NEWEST_FIRST.place(part))
        return page(rows, part, show_sanction)

    async def appeals(
        self, viewer: Viewer, part: Slice[datetime], *, settled: bool
    ) -> Page[views.Appeal, datetime]:
        """Those open, or settled."""
        statement = _SETTLED if settled else _OPEN
        rows = await self._fetch(statement, **seen_by(viewer), **NEWEST_FIRST.place(part))
        return page(rows, part, lambda row: _show(row, viewer))


def show_sanction(row: Record) -> views.OwnSanction:
    """Show a sanction in a row to the one whom it is about."""
    return views.own_sanction(to_sanction(row, "sanction_"))


def _show(row: Record, viewer: Viewer) -> views.Appeal:
    sanction = to_sanction(row, "sanction_")
    return views.Appeal(
        id=sanction.id,
        account=show_person(row, "shown_account"),
        decision=sanction.decision,
        words=sanction.words,
        decided_by=show_person(row, "shown_decider") if sanction.decided_by else None,
        decided_at=sanction.decided_at,
        until=sanction.until,
        text=row["sanction_appeal"],
        appealed_at=row["sanction_appealed_at"],
        outcome=sanction.appeal.outcome if sanction.appeal else None,
        answer=row["sanction_answer"],
        settled_by=show_person(row, "shown_settler") if row["sanction_settled_by"] else None,
        settled_at=row["sanction_settled_at"],
        own=sanction.decided_by == viewer.account,
        report=sanction.report,
        subject=Subject(row["subject"]) if row["subject"] else None,
        reason=row["reason"],
        evidence=to_evidence(row),
    )
