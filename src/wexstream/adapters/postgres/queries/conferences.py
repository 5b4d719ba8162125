"""Conferences: single ones, those of a speaker, and those that reached the viewer."""

from datetime import datetime

from asyncpg import Record
from sqlalchemy import ColumnElement, FromClause, Uuid, bindparam, case, exists, func, not_, or_, select, true

from wexstream.adapters.postgres.queries.attendance import count_in, people_in, seconds_in
from wexstream.adapters.postgres.queries.reading import (
    NEWEST_FIRST,
    VIEWER,
    Reading,
    Selection,
    counterpart,
    page,
    reader,
    seen_by,
    show_people,
    show_person,
)
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import accounts, conferences, members, timeline
from wexstream.adapters.postgres.visible import is_previewed
from wexstream.domain.model.conference import BroadcastState, ConferenceState, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

CONFERENCE = conferences.alias("conference")
_NAMED = bindparam("conference", type_=Uuid())
SPEAKER = counterpart("speaker")
_state = reader(ConferenceState)
_visibility = reader(Visibility)


def conferences_seen(*conditions: ColumnElement[bool]) -> Selection:
    """Select conferences that the viewer may see, with their speakers, who may be seen then too."""
    conference, speaker = CONFERENCE.c, SPEAKER.account.c
    return select(
        conference.id,
        conference.title,
        conference.description,
        conference.visibility,
        conference.password_hash.is_not(None).label("locked"),
        conference.state,
        conference.created_at,
        conference.broadcast_at,
        conference.finished_at,
        speaker.id.label("speaker_id"),
        speaker.full_name.label("speaker_name"),
        speaker.picture.label("speaker_picture"),
    ).where(SPEAKER.sees_conference(CONFERENCE), *conditions)


def with_people(conference: FromClause, source: FromClause) -> Selection:
    """Add who is in them to conferences, after the page was cut."""
    people = people_in(conference)
    is_member = exists().where(members.c.conference_id == conference.c.id, members.c.account_id == VIEWER)
    count = count_in(conference).label("people_count")
    is_over = conference.c.state == ConferenceState.FINISHED.value
    attended = case((is_over & is_member, seconds_in(conference.c.id, VIEWER))).label("attended")
    shown = select(conference, is_member.label("joined"), people.c.people, count, attended)
    return shown.select_from(source.join(people, true()))


def _one() -> Statement:
    found = conferences_seen(CONFERENCE.c.id == _NAMED).select_from(
        SPEAKER.joined_to(CONFERENCE, CONFERENCE.c.speaker_id)
    )
    conference = found.subquery("found")
    return Statement(with_people(conference, conference))


def _of_speaker() -> Statement:
    """One row without a conference tells a speaker who may be seen from one who may not."""
    started = CONFERENCE.c.state != ConferenceState.CREATED.value
    own = conferences_seen(CONFERENCE.c.speaker_id == SPEAKER.account.c.id, or_(SPEAKER.itself, started))
    cut = NEWEST_FIRST.cut(own.select_from(CONFERENCE), CONFERENCE.c.created_at, CONFERENCE.c.id)
    conference = cut.correlate(SPEAKER.account, SPEAKER.relation).lateral("page")
    source = SPEAKER.related_to(SPEAKER.account).outerjoin(conference, true())
    listed = with_people(conference, source).where(
        SPEAKER.account.c.id == bindparam("speaker", type_=Uuid()), SPEAKER.sees_profile
    )
    return Statement(NEWEST_FIRST.again(listed, conference))


def _reached(*conditions: ColumnElement[bool]) -> Statement:
    rows = timeline.join(CONFERENCE, CONFERENCE.c.id == timeline.c.conference_id)
    found = conferences_seen(
        timeline.c.account_id == VIEWER, not_(timeline.c.removed), *conditions
    ).select_from(SPEAKER.joined_to(rows, CONFERENCE.c.speaker_id))
    cut = NEWEST_FIRST.cut(found, timeline.c.broadcast_at, timeline.c.conference_id)
    conference = cut.subquery("page")
    return Statement(NEWEST_FIRST.again(with_people(conference, conference), conference))


def _is(state: ConferenceState) -> ColumnElement[bool]:
    return CONFERENCE.c.state == state.value


_EARLIEST_LIVE = (
    select(func.min(conferences.c.broadcast_at))
    .where(conferences.c.state == ConferenceState.LIVE.value)
    .scalar_subquery()
)
CONFERENCE_SHOWN = _one()
_CONFERENCES = _of_speaker()
TIMELINE: dict[BroadcastState, Statement] = {
    # Not the whole timeline is searched for live ones, but from where there are any at all.
    ConferenceState.LIVE: _reached(_is(ConferenceState.LIVE), timeline.c.broadcast_at >= _EARLIEST_LIVE),
    ConferenceState.FINISHED: _reached(_is(ConferenceState.FINISHED)),
}
_PREVIEW = Statement(
    select(conferences.c.id, conferences.c.title, accounts.c.full_name, conferences.c.state)
    .join_from(conferences, accounts)
    .where(conferences.c.id == _NAMED, is_previewed(conferences, accounts))
)


class ConferenceQueries(Reading):
    """Single conferences, those of a speaker, those that reached the viewer."""

    async def conference(self, viewer: Viewer, conference: ConferenceId) -> views.Conference | None:
        """A conference that the viewer may see."""
        row = await self._fetchrow(CONFERENCE_SHOWN, conference=conference, **seen_by(viewer))
        return show_conference(viewer, row) if row else None

    async def preview(self, conference: ConferenceId) -> views.Preview | None:
        """A public conference of an active speaker."""
        row = await self._fetchrow(_PREVIEW, conference=conference)
        if row is None:
            return None
        state = _state(row["state"])
        return views.Preview(id=row["id"], title=row["title"], speaker=row["full_name"], state=state)

    async def conferences(
        self, viewer: Viewer, speaker: AccountId, part: Slice[datetime]
    ) -> Page[views.Conference, datetime] | None:
        """Those of a speaker that the viewer may see."""
        place = NEWEST_FIRST.place(part)
        rows = await self._fetch(_CONFERENCES, speaker=speaker, **seen_by(viewer), **place)
        listed = [row for row in rows if row["id"] is not None]
        return page(listed, part, lambda row: show_conference(viewer, row)) if rows else None

    async def timeline(
        self, viewer: Viewer, state: BroadcastState, part: Slice[datetime]
    ) -> Page[views.Conference, datetime]:
        """The broadcasts that reached the viewer."""
        rows = await self._fetch(TIMELINE[state], **seen_by(viewer), **NEWEST_FIRST.place(part))
        return page(rows, part, lambda row: show_conference(viewer, row))


def show_conference(viewer: Viewer, row: Record) -> views.Conference:
    """Show the conference of a row."""
    return views.Conference(
        id=row["id"],
        title=row["title"],
        description=row["description"],
        visibility=_visibility(row["visibility"]),
        locked=row["locked"],
        state=_state(row["state"]),
        speaker=show_person(row, "speaker"),
        mine=row["speaker_id"] == viewer.account,
        joined=row["joined"],
        created_at=row["created_at"],
        broadcast_at=row["broadcast_at"],
        finished_at=row["finished_at"],
        people=show_people(row["people"]),
        people_count=row["people_count"],
        my_attendance_seconds=row["attended"],
    )
