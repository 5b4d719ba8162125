"""Suspended accounts, as moderators see them."""

from datetime import datetime

from asyncpg import Record
from sqlalchemy import select

from wexstream.adapters.postgres.queries.reading import (
    NEWEST_FIRST,
    Reading,
    counterpart,
    page,
    person_columns,
    seen_by,
    show_person,
)
from wexstream.adapters.postgres.statements import Statement
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

_OTHER = counterpart("other")
_other = _OTHER.account.c
_SUSPENDED = Statement(
    NEWEST_FIRST.cut(
        select(_other.id, _other.suspended_at, _other.suspended_until, *person_columns(_OTHER, "shown"))
        .select_from(_OTHER.related_to(_OTHER.account))
        .where(_other.suspended_at.is_not(None)),
        _other.suspended_at,
        _other.id,
    )
)


class SuspensionQueries(Reading):
    """All suspended accounts."""

    async def suspended(self, viewer: Viewer, part: Slice[datetime]) -> Page[views.SuspendedPerson, datetime]:
        """Those who are suspended now."""
        rows = await self._fetch(_SUSPENDED, **seen_by(viewer), **NEWEST_FIRST.place(part))
        return page(rows, part, _show)


def _show(row: Record) -> views.SuspendedPerson:
    return views.SuspendedPerson(
        id=row["id"],
        person=show_person(row, "shown"),
        suspended_at=row["suspended_at"],
        suspended_until=row["suspended_until"],
    )
