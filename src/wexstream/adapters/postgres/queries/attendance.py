"""Who is in a conference, or was, as far as the viewer is told."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    not_,
    select,
    true,
    union_all,
)

from wexstream.adapters.postgres.queries.reading import (
    OLDEST_FIRST,
    VIEWER,
    Reading,
    Selection,
    counterpart,
    gathered,
    page,
    person_columns,
    seen_by,
    show_person,
)
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import conferences, members, presences
from wexstream.adapters.postgres.visible import blocked_with
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views
from wexstream.ports.views import PEOPLE_MOST

_GUEST = counterpart("guest")


def people_in(conference: FromClause) -> FromClause:
    """Name the first of those who are there while it is live, the speaker left out, or who were there."""
    present = _present(conference).order_by(presences.c.began_at, presences.c.account_id)
    joined = (
        _joined(conference).where(not_(_GUEST.blocked)).order_by(members.c.joined_at, members.c.account_id)
    )
    first = union_all(
        *(
            guests.add_columns(*person_columns(_GUEST, "guest"))
            .limit(PEOPLE_MOST)
            .correlate(conference)
            .lateral()
            .select()
            for guests in (present, joined)
        )
    ).lateral("first")
    return select(gathered(first, "guest").label("people")).lateral("people")


def count_in(conference: FromClause) -> ColumnElement[int]:
    """Count those of whom ``people_in`` names the first."""
    present = _present(conference)
    joined = _joined(conference).where(members.c.account_id.not_in(blocked_with(VIEWER)))
    count_present, count_joined = (
        guests.add_columns(func.count()).correlate(conference).scalar_subquery()
        for guests in (present, joined)
    )
    state = conference.c.state
    return case(
        (state == ConferenceState.LIVE.value, count_present),
        (state == ConferenceState.FINISHED.value, count_joined),
        else_=0,
    )


def seconds_in(conference_id: ColumnElement[UUID], account_id: ColumnElement[UUID]) -> ColumnElement[int]:
    """Add up how long an account was in a conference, as ``conference.attended`` does; null for None."""
    there = presences.alias("attended").c
    whole = func.floor(func.extract("epoch", func.sum(there.ended_at - there.began_at)))
    return (
        select(cast(whole, Integer))
        .where(there.conference_id == conference_id, there.account_id == account_id)
        .scalar_subquery()
    )


def _present(conference: FromClause) -> Selection:
    return (
        select()
        .select_from(_GUEST.joined_to(presences, presences.c.account_id))
        .where(
            conference.c.state == ConferenceState.LIVE.value,
            presences.c.conference_id == conference.c.id,
            presences.c.ended_at.is_(None),
            presences.c.account_id != conference.c.speaker_id,
            _GUEST.active,
        )
    )


def _joined(conference: FromClause) -> Selection:
    return (
        select()
        .select_from(_GUEST.joined_to(members, members.c.account_id))
        .where(
            conference.c.state == ConferenceState.FINISHED.value,
            members.c.conference_id == conference.c.id,
            _GUEST.active,
        )
    )


_CONFERENCE = conferences.alias("conference")
_SPEAKER = counterpart("speaker")
_MINE = _CONFERENCE.c.speaker_id == VIEWER
_SENT_OUT = and_(members.c.removed_at.is_not(None), _MINE)


def _list_members(*conditions: ColumnElement[bool]) -> Statement:
    """List those who joined a conference and meet conditions: one row for none, no row if it is not seen."""
    part = _page_of(*conditions)
    attended = seconds_in(_CONFERENCE.c.id, part.c.page_id)
    return Statement(
        OLDEST_FIRST.again(
            select(part, case((_SPEAKER.is_told_how_long(_CONFERENCE), attended)).label("attended"))
            .select_from(_SPEAKER.joined_to(_CONFERENCE, _CONFERENCE.c.speaker_id).outerjoin(part, true()))
            .where(
                _CONFERENCE.c.id == bindparam("conference", type_=Uuid()),
                _SPEAKER.sees_conference(_CONFERENCE),
            ),
            part,
        )
    )


def _page_of(*conditions: ColumnElement[bool]) -> FromClause:
    return (
        OLDEST_FIRST.cut(
            select(
                *person_columns(_GUEST, "guest"),
                members.c.joined_at,
                case((_MINE, members.c.left_at)).label("left_at"),
                exists()
                .where(
                    presences.c.conference_id == members.c.conference_id,
                    presences.c.account_id == members.c.account_id,
                    presences.c.ended_at.is_(None),
                )
                .label("present"),
                _SENT_OUT.label("removed"),
            )
            .select_from(_GUEST.joined_to(members, members.c.account_id))
            .where(members.c.conference_id == _CONFERENCE.c.id, _GUEST.is_named(_CONFERENCE), *conditions),
            members.c.joined_at,
            members.c.account_id,
        )
        .correlate(_CONFERENCE)
        .lateral("page")
    )


_MEMBERS = _list_members()
_REMOVED = _list_members(_SENT_OUT)


class AttendanceQueries(Reading):
    """Members."""

    async def members(
        self, viewer: Viewer, conference: ConferenceId, part: Slice[datetime], *, removed: bool = False
    ) -> Page[views.Member, datetime] | None:
        """Who joined a conference that the viewer may see, or whom he sent out of it."""
        statement = _REMOVED if removed else _MEMBERS
        rows = await self._fetch(
            statement, conference=conference, **seen_by(viewer), **OLDEST_FIRST.place(part)
        )
        joined = [row for row in rows if row["joined_at"] is not None]
        return page(joined, part, _show_member) if rows else None


def _show_member(row: Record) -> views.Member:
    return views.Member(
        person=show_person(row, "guest"),
        joined_at=row["joined_at"],
        left_at=row["left_at"],
        present=row["present"],
        attended_seconds=row["attended"],
        removed=row["removed"],
    )
