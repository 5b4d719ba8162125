"""Suspended accounts, as moderators see them."""

from datetime import datetime

from wexstream.adapters.memory.queries.reading import Reading, mention, page
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model.account import Account
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class SuspensionQueries(Reading):
    """All suspended accounts."""

    async def suspended(self, viewer: Viewer, part: Slice[datetime]) -> Page[views.SuspendedPerson, datetime]:
        """Those who are suspended now."""
        sight = self._sight(viewer)
        accounts = sight.tables.accounts.values()
        return page(
            ((account.suspended_at, account) for account in accounts if account.suspended_at is not None),
            part,
            key=lambda suspension: (suspension[0], suspension[1].id),
            show=lambda suspension: _show(sight, *suspension),
            falling=True,
        )


def _show(sight: Sight, suspended_at: datetime, account: Account) -> views.SuspendedPerson:
    return views.SuspendedPerson(
        id=account.id,
        person=mention(sight, account.id),
        suspended_at=suspended_at,
        suspended_until=account.suspended_until,
    )
