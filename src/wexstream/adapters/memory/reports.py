"""Reports in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.ids import AccountId, ReportId
from wexstream.domain.model.moderation import Report


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

    async def drop_evidence(self, *, closed_before: datetime, most: int) -> int:
        """Drop evidence and reasons of up to so many cases closed before; how many there were."""
        reports = (await self._draft.change()).reports
        closed = [
            report
            for report in reports.values()
            if report.decided_at is not None
            and report.decided_at < closed_before
            and (report.reason or report.evidence)
        ][:most]
        for report in closed:
            reports[report.id] = replace(report, evidence=None, reason="")
        return len(closed)
