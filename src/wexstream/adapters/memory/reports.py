"""Reports in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.ids import AccountId, PictureId, ReportId
from wexstream.domain.model.moderation import Report
from wexstream.domain.model.sanction import Sanction


class MemoryReports:
    """Complaints, their evidence, and decisions."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def add(self, report: Report) -> None:
        """Keep a new one."""
        (await self._draft.change()).reports[report.id] = report

    async def find(self, report: ReportId) -> Report | None:
        """Read one."""
        return self._draft.read().reports.get(report)

    async def lock(self, report: ReportId) -> Report | None:
        """Read and lock one."""
        return (await self._draft.change()).reports.get(report)

    async def save(self, report: Report) -> None:
        """Keep a change."""
        (await self._draft.change()).reports.replace(report.id, report)

    async def lock_naming(self, account: AccountId) -> Sequence[Report]:
        """Read and lock those in which an account appears, by id."""
        reports = (await self._draft.change()).reports.values()
        naming = (one for one in reports if account in {one.reporter, one.accused, one.decided_by})
        return sorted(naming, key=lambda report: report.id)

    async def first_open(self, *, since: datetime) -> ReportId | None:
        """Name the first of those filed since a time that are open."""
        reports = self._draft.read().reports.values()
        filed = [
            (report.created_at, report.id)
            for report in reports
            if report.decision is None and report.created_at >= since
        ]
        return min(filed)[1] if filed else None

    async def show(self, picture: PictureId) -> bool:
        """Tell whether a picture is evidence."""
        reports = self._draft.read().reports.values()
        return any(report.evidence is not None and report.evidence.picture == picture for report in reports)

    async def drop_evidence(self, *, closed_before: datetime, most: int) -> Sequence[PictureId | None]:
        """Drop evidence and reasons of up to so many cases closed before; the picture in each, if any."""
        tables = await self._draft.change()
        contested = {
            one.report for one in tables.sanctions.values() if _is_contested(one, since=closed_before)
        }
        closed = [
            report
            for report in tables.reports.values()
            if report.decided_at is not None
            and report.decided_at < closed_before
            and (report.reason or report.evidence)
            and report.id not in contested
        ][:most]
        for report in closed:
            tables.reports[report.id] = replace(report, evidence=None, reason="")
        return [report.evidence.picture if report.evidence else None for report in closed]


def _is_contested(sanction: Sanction, *, since: datetime) -> bool:
    appeal = sanction.appeal
    if appeal is None:
        return False
    over = appeal.settled_at or sanction.lifted_at
    return over is None or over >= since
