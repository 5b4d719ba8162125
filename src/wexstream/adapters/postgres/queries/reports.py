"""Complaints, as moderators see them."""

from datetime import datetime

from asyncpg import Record
from sqlalchemy import ColumnElement, bindparam, func, select

from wexstream.adapters.postgres.queries.reading import (
    NEWEST_FIRST,
    Reading,
    counterpart,
    page,
    person_columns,
    seen_by,
    show_person,
)
from wexstream.adapters.postgres.queries.sanctions import SANCTION
from wexstream.adapters.postgres.rows import to_report, to_sanction
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import reports, sanctions
from wexstream.domain.model.ids import PictureId, ReportId
from wexstream.domain.model.moderation import Report
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer, is_told_who_complained
from wexstream.ports import views

_REPORTER = counterpart("reporter")
_ACCUSED = counterpart("accused")
_DECIDER = counterpart("decider")


_others = reports.alias("others")
_OTHERS_OPEN = (
    select(func.count())
    .where(
        _others.c.accused_id == reports.c.accused_id,
        _others.c.id != reports.c.id,
        _others.c.decision.is_(None),
    )
    .scalar_subquery()
    .label("others_open")
)


def _list(condition: ColumnElement[bool]) -> Statement:
    people = _REPORTER.joined_to(reports, reports.c.reporter_id)
    people = _ACCUSED.joined_to(people, reports.c.accused_id)
    people = _DECIDER.joined_to(people, reports.c.decided_by)
    people = people.outerjoin(sanctions, sanctions.c.report_id == reports.c.id)
    found = select(
        reports,
        *person_columns(_REPORTER, "shown_reporter"),
        *person_columns(_ACCUSED, "shown_accused"),
        *person_columns(_DECIDER, "shown_decider"),
        *SANCTION,
        _OTHERS_OPEN,
    )
    return Statement(
        NEWEST_FIRST.cut(found.select_from(people).where(condition), reports.c.created_at, reports.c.id)
    )


_OPEN = _list(reports.c.decision.is_(None))
_RESOLVED = _list(reports.c.decision.is_not(None))
_PICTURE = Statement(select(reports.c.evidence_picture).where(reports.c.id == bindparam("report")))


class ReportQueries(Reading):
    """All complaints."""

    async def reports(
        self, viewer: Viewer, part: Slice[datetime], *, resolved: bool
    ) -> Page[views.Report, datetime]:
        """Those open, or decided."""
        statement = _RESOLVED if resolved else _OPEN
        rows = await self._fetch(statement, **seen_by(viewer), **NEWEST_FIRST.place(part))
        return page(rows, part, lambda row: _show(row, viewer))

    async def evidence_picture(self, report: ReportId) -> PictureId | None:
        """Which picture a report keeps as evidence."""
        row = await self._fetchrow(_PICTURE, report=report)
        return PictureId(row["evidence_picture"]) if row and row["evidence_picture"] else None


def _show(row: Record, viewer: Viewer) -> views.Report:
    report = to_report(row)
    sanction = to_sanction(row, "sanction_") if row["sanction_id"] else None
    return views.Report(
        id=report.id,
        subject=report.subject,
        reporter=_show_reporter(row, report, viewer),
        accused=_show_person(row, "shown_accused", report.accused_pseudonym),
        conference=report.conference,
        message=report.message,
        reason=report.reason,
        evidence=report.evidence,
        created_at=report.created_at,
        decision=report.decision,
        decided_by=show_person(row, "shown_decider") if report.decided_by else None,
        decided_at=report.decided_at,
        words=sanction.words if sanction else None,
        until=sanction.until if sanction else None,
        others_open=row["others_open"],
    )


def _show_reporter(row: Record, report: Report, viewer: Viewer) -> views.Person:
    if not is_told_who_complained(viewer.account, report.accused):
        return views.Person(id=None, full_name=None, picture=None)
    return _show_person(row, "shown_reporter", report.reporter_pseudonym)


def _show_person(row: Record, prefix: str, pseudonym: str | None) -> views.Person:
    person = show_person(row, prefix)
    if pseudonym is not None:
        person.full_name = pseudonym
    return person
