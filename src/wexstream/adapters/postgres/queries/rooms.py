"""Rooms, as they are for those who have them open."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from asyncpg import Record
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Uuid,
    any_,
    bindparam,
    false,
    func,
    select,
    true,
    union,
)

from wexstream.adapters.postgres.queries.reading import Reading, reader
from wexstream.adapters.postgres.rows import to_signal
from wexstream.adapters.postgres.statements import Statement, is_among
from wexstream.adapters.postgres.tables import accounts, conferences, members, presences, sessions, signals
from wexstream.adapters.postgres.visible import Counterpart, blocked_with
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId
from wexstream.domain.model.room import Occupant, Signal, Stay
from wexstream.ports import views

_CONFERENCE = conferences.alias("conference")
_GUEST = accounts.alias("guest")
_SPEAKER = Counterpart("speaker", viewer=_GUEST.c.id, moderator=false())
_OCCUPANTS = bindparam("occupants", type_=ARRAY(Uuid()))
_state = reader(AccountState)
_visibility = reader(Visibility)

_is_standing = (presences.c.conference_id == _CONFERENCE.c.id) & presences.c.ended_at.is_(None)


def _concerned() -> Statement:
    """Select who is in a room and who has it open, each in a row with the conference; one row for nobody."""
    conference = _CONFERENCE.c
    who = union(
        select(func.unnest(_OCCUPANTS).column_valued("account_id")),
        select(presences.c.account_id).where(_is_standing).correlate(_CONFERENCE),
    ).lateral("who")
    source = (
        _CONFERENCE.outerjoin(who, true())
        .outerjoin(_GUEST, _GUEST.c.id == who.c.account_id)
        .outerjoin(presences, _is_standing & (presences.c.account_id == _GUEST.c.id))
        .outerjoin(
            members, (members.c.conference_id == conference.id) & (members.c.account_id == _GUEST.c.id)
        )
    )
    return Statement(
        select(
            conference.title,
            conference.description,
            conference.visibility,
            conference.password_hash.is_not(None).label("locked"),
            (conference.state == ConferenceState.FINISHED.value).label("finished"),
            conference.speaker_id,
            _GUEST.c.id.label("account_id"),
            _GUEST.c.state.label("account_state"),
            _GUEST.c.full_name,
            _GUEST.c.picture,
            presences.c.id.is_not(None).label("present"),
            presences.c.peer,
            members.c.removed_at.is_not(None).label("removed"),
            _SPEAKER.sees_conference(_CONFERENCE).label("visible"),
            _sessions().label("sessions"),
            _apart().label("apart"),
        )
        .select_from(_SPEAKER.joined_to(source, conference.speaker_id))
        .where(conference.id == bindparam("conference", type_=Uuid()))
        .order_by(presences.c.began_at, _GUEST.c.id)
    )


def _sessions() -> ColumnElement[object]:
    """Gather which of the sessions that are asked for are a guest's, and stand."""
    asked = bindparam("sessions", type_=ARRAY(Uuid()))
    return (
        select(func.array_agg(sessions.c.id))
        .where(
            sessions.c.account_id == _GUEST.c.id,
            sessions.c.id == any_(asked),
            sessions.c.expires_at > bindparam("at", type_=DateTime(timezone=True)),
        )
        .correlate(_GUEST)
        .scalar_subquery()
    )


def _apart() -> ColumnElement[object]:
    """Gather whom an occupant blocks or is blocked by."""
    blocked = blocked_with(_GUEST.c.id).where(_GUEST.c.id == any_(_OCCUPANTS))
    (other,) = blocked.selected_columns
    return blocked.with_only_columns(func.array_agg(other)).correlate(_GUEST).scalar_subquery()


_CONCERNED = _concerned()
_SIGNALS = Statement(select(signals).where(is_among(signals.c.id, "signals")).order_by(signals.c.id))
_SIGNALS_IN = Statement(
    select(signals)
    .where(signals.c.conference_id == bindparam("conference"), signals.c.sent_at >= bindparam("since"))
    .order_by(signals.c.id)
)


class RoomQueries(Reading):
    """Who is in a room, and who of those may stay."""

    async def room(
        self, conference: ConferenceId, occupants: Sequence[Occupant], *, at: datetime
    ) -> views.Room | None:
        """The room of a conference, as it is for some who have it open."""
        rows = await self._fetch(
            _CONCERNED,
            conference=conference,
            occupants=[one.account for one in occupants],
            sessions=[one.session for one in occupants],
            at=at,
        )
        return _show(rows, occupants) if rows else None

    async def signals(self, signals: Collection[SignalId]) -> Sequence[Signal]:
        """What was said in rooms, by id."""
        return [to_signal(row) for row in await self._fetch(_SIGNALS, signals=list(signals))]

    async def signals_in(self, conference: ConferenceId, *, since: datetime) -> Sequence[Signal]:
        """What was said in the room of a conference since a time, by id."""
        rows = await self._fetch(_SIGNALS_IN, conference=conference, since=since)
        return [to_signal(row) for row in rows]


def _show(rows: Sequence[Record], occupants: Iterable[Occupant]) -> views.Room:
    first = rows[0]
    by_account = {row["account_id"]: row for row in rows}
    farewells = {one.peer: _stay(first, by_account.get(one.account), one).farewell() for one in occupants}
    return views.Room(
        subject=views.RoomSubject(
            title=first["title"],
            description=first["description"],
            visibility=_visibility(first["visibility"]),
            locked=first["locked"],
        ),
        speaker=first["speaker_id"],
        people=[_show_person(row) for row in rows if row["present"] and _is_active(row)],
        farewells={peer: farewell for peer, farewell in farewells.items() if farewell},
        apart={one.account: _read_apart(by_account.get(one.account)) for one in occupants},
    )


def _stay(conference: Record, guest: Record | None, occupant: Occupant) -> Stay:
    """An account that is erased has no row."""
    return Stay(
        state=_state(guest["account_state"]) if guest else None,
        signed_in=guest is not None and occupant.session in (guest["sessions"] or ()),
        finished=conference["finished"],
        visible=guest is not None and guest["visible"],
        removed=guest is not None and guest["removed"],
        present=guest is not None and guest["present"],
        newest=guest is not None and guest["peer"] == occupant.peer,
    )


def _is_active(row: Record) -> bool:
    return _state(row["account_state"]) is AccountState.ACTIVE


def _read_apart(guest: Record | None) -> frozenset[AccountId]:
    return frozenset((guest and guest["apart"]) or ())


def _show_person(row: Record) -> views.RoomPerson:
    return views.RoomPerson(
        account=row["account_id"],
        peer=row["peer"],
        name=row["full_name"],
        picture=row["picture"],
        speaker=row["account_id"] == row["speaker_id"],
    )
