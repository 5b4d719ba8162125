"""Warnings, suspensions and appeals: one's own, and as moderators see them."""

from datetime import datetime

from wexstream.adapters.memory.queries.reading import Reading, mention, page
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.sanction import Appeal, Sanction
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class SanctionQueries(Reading):
    """One's own warnings and suspensions, and all appeals."""

    async def sanctions(self, viewer: Viewer, part: Slice[datetime]) -> Page[views.OwnSanction, datetime]:
        """The viewer's own."""
        sanctions = self._store.committed.sanctions.values()
        return page(
            (sanction for sanction in sanctions if sanction.account == viewer.account),
            part,
            key=lambda sanction: (sanction.decided_at, sanction.id),
            show=views.own_sanction,
            falling=True,
        )

    async def appeals(
        self, viewer: Viewer, part: Slice[datetime], *, settled: bool
    ) -> Page[views.Appeal, datetime]:
        """Those open, or settled."""
        sight = self._sight(viewer)
        appealed = ((one, one.appeal) for one in sight.tables.sanctions.values() if one.appeal)
        return page(
            (
                (one, appeal)
                for one, appeal in appealed
                if (appeal.outcome is not None if settled else one.is_contested)
            ),
            part,
            key=lambda pair: (pair[1].made_at, pair[0].id),
            show=lambda pair: _show(sight, *pair),
            falling=True,
        )


def _show(sight: Sight, sanction: Sanction, appeal: Appeal) -> views.Appeal:
    report = sight.tables.reports.get(sanction.report) if sanction.report else None
    return views.Appeal(
        id=sanction.id,
        account=mention(sight, sanction.account),
        decision=sanction.decision,
        words=sanction.words,
        decided_by=mention(sight, sanction.decided_by) if sanction.decided_by else None,
        decided_at=sanction.decided_at,
        until=sanction.until,
        text=appeal.text,
        appealed_at=appeal.made_at,
        outcome=appeal.outcome,
        answer=appeal.answer,
        settled_by=mention(sight, appeal.settled_by) if appeal.settled_by else None,
        settled_at=appeal.settled_at,
        own=sanction.decided_by == sight.viewer,
        report=sanction.report,
        subject=report.subject if report else None,
        reason=report.reason if report else None,
        evidence=report.evidence if report else None,
    )
