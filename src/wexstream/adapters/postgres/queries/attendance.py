"""Who is in a conference, or was, as far as the viewer is told."""

from datetime import datetime

from asyncpg import Record
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
    true,
    union_all,
)

from wexstream.adapters.postgres.queries.reading import (
    OLDEST_FIRST,
    Reading,
    counterpart,
    gathered,
    page,
    person_columns,
    seen_by,
    show_person,
)
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import conferences, members, presences
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views
from wexstream.ports.views import PEOPLE_MOST

_GUEST = counterpart("guest")


def _is_named(conference: FromClause) -> ColumnElement[bool]:
    """Tell whether a guest is named: the active, and in the history of a conference not the blocked."""
    finished = conference.c.state == ConferenceState.FINISHED.value
    return and_(_GUEST.active, or_(not_(finished), not_(_GUEST.blocked)))


def people_in(conference: FromClause) -> FromClause:
    """Find who is there while it is live, the speaker left out, or who was there: some, and how many."""
    present = select(presences.c.account_id, presences.c.began_at.label("since")).where(
        presences.c.conference_id == conference.c.id,
        presences.c.ended_at.is_(None),
        presences.c.account_id != conference.c.speaker_id,
        conference.c.state == ConferenceState.LIVE.value,
    )
    joined = select(members.c.account_id, members.c.joined_at).where(
        members.c.conference_id == conference.c.id,
        conference.c.state == ConferenceState.FINISHED.value,
    )
    there = union_all(present.correlate(conference), joined.correlate(conference)).lateral("there")
    first = (
        select(*person_columns(_GUEST, "guest"), func.count().over().label("people_count"))
        .select_from(_GUEST.joined_to(there, there.c.account_id))
        .where(_is_named(conference))
        .order_by(there.c.since, there.c.account_id)
        .limit(PEOPLE_MOST)
        .correlate(conference)
        .lateral("first")
    )
    count = func.coalesce(func.max(first.c.people_count), 0).label("people_count")
    return select(gathered(first, "guest").label("people"), count).lateral("people")


_CONFERENCE = conferences.alias("conference")
_SPEAKER = counterpart("speaker")
_MEMBERS_PAGE = (
    OLDEST_FIRST.cut(
        select(
            *person_columns(_GUEST, "guest"),
            members.c.joined_at,
            members.c.left_at,
            exists()
            .where(
                presences.c.conference_id == members.c.conference_id,
                presences.c.account_id == members.c.account_id,
                presences.c.ended_at.is_(None),
            )
            .label("present"),
        )
        .select_from(_GUEST.joined_to(members, members.c.account_id))
        .where(members.c.conference_id == _CONFERENCE.c.id, _is_named(_CONFERENCE)),
        members.c.joined_at,
        members.c.account_id,
    )
    .correlate(_CONFERENCE)
    .lateral("page")
)
_MEMBERS = Statement(
    OLDEST_FIRST.again(
        select(_MEMBERS_PAGE)
        .select_from(
            _SPEAKER.joined_to(_CONFERENCE, _CONFERENCE.c.speaker_id).outerjoin(_MEMBERS_PAGE, true())
        )
        .where(
            _CONFERENCE.c.id == bindparam("conference", type_=Uuid()), _SPEAKER.sees_conference(_CONFERENCE)
        ),
        _MEMBERS_PAGE,
    )
)


class AttendanceQueries(Reading):
    """Members."""

    async def members(
        self, viewer: Viewer, conference: ConferenceId, part: Slice[datetime]
    ) -> Page[views.Member, datetime] | None:
        """Who joined a conference that the viewer may see."""
        rows = await self._fetch(
            _MEMBERS, conference=conference, **seen_by(viewer), **OLDEST_FIRST.place(part)
        )
        joined = [row for row in rows if row["joined_at"] is not None]
        return page(joined, part, _show_member) if rows else None


def _show_member(row: Record) -> views.Member:
    return views.Member(
        person=show_person(row, "guest"),
        joined_at=row["joined_at"],
        left_at=row["left_at"],
        present=row["present"],
    )
