"""Complaints, as moderators see them."""

from datetime import datetime

from wexstream.adapters.memory.queries.reading import Reading, mention, page
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model.ids import AccountId, PictureId, ReportId
from wexstream.domain.model.moderation import Report
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer, is_told_who_complained
from wexstream.ports import views


class ReportQueries(Reading):
    """All complaints."""

    async def reports(
        self, viewer: Viewer, part: Slice[datetime], *, resolved: bool
    ) -> Page[views.Report, datetime]:
        """Those open, or decided."""
        sight = self._sight(viewer)
        return page(
            (report for report in sight.tables.reports.values() if (report.decision is not None) is resolved),
            part,
            key=lambda report: (report.created_at, report.id),
            show=lambda report: _show(sight, report),
            falling=True,
        )

    async def evidence_picture(self, report: ReportId) -> PictureId | None:
        """Which picture a report keeps as evidence."""
        found = self._store.committed.reports.get(report)
        return found.evidence.picture if found and found.evidence else None


def _show(sight: Sight, report: Report) -> views.Report:
    on_it = (one for one in sight.tables.sanctions.values() if one.report == report.id)
    sanction = next(on_it, None)
    return views.Report(
        id=report.id,
        subject=report.subject,
        reporter=_reporter(sight, report),
        accused=_mention(sight, report.accused, report.accused_pseudonym),
        conference=report.conference,
        message=report.message,
        reason=report.reason,
        evidence=report.evidence,
        created_at=report.created_at,
        decision=report.decision,
        decided_by=mention(sight, report.decided_by) if report.decided_by else None,
        decided_at=report.decided_at,
        words=sanction.words if sanction else None,
        until=sanction.until if sanction else None,
        others_open=_others_open(sight, report),
    )


def _reporter(sight: Sight, report: Report) -> views.Person:
    if not is_told_who_complained(sight.viewer, report.accused):
        return views.Person(id=None, full_name=None, picture=None)
    return _mention(sight, report.reporter, report.reporter_pseudonym)


def _others_open(sight: Sight, report: Report) -> int:
    if report.accused is None:
        return 0
    others = (other for other in sight.tables.reports.values() if other.id != report.id)
    return sum(other.accused == report.accused and other.decision is None for other in others)


def _mention(sight: Sight, name: AccountId | None, pseudonym: str | None) -> views.Person:
    return mention(sight, name) if name else views.Person(id=None, full_name=pseudonym, picture=None)
