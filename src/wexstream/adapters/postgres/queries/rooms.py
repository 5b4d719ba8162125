"""Rooms, as they are for those who have them open."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from asyncpg import Record
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Subquery,
    Uuid,
    bindparam,
    false,
    func,
    select,
    true,
    union_all,
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
_NAMED = bindparam("conference", type_=Uuid())
_state = reader(AccountState)
_visibility = reader(Visibility)


def _everybody() -> Subquery:
    """Name who has a room open, who are asked for, and who is in it."""
    given = func.unnest(bindparam("occupants", type_=ARRAY(Uuid()))).column_valued("account_id")
    there = select(presences.c.account_id, false()).where(
        presences.c.conference_id == _NAMED, presences.c.ended_at.is_(None)
    )
    either = union_all(select(given, true().label("asked")), there).subquery()
    return (
        select(either.c.account_id, func.bool_or(either.c.asked).label("asked"))
        .group_by(either.c.account_id)
        .subquery("who")
    )


def _one() -> Subquery:
    """Name the one who is asked for; by itself, as what takes an array would be planned anew each time."""
    given = bindparam("account", type_=Uuid()).label("account_id")
    return select(given, true().label("asked")).subquery("who")


def _concerned(who: Subquery) -> Statement:
    """Select some people, each in a row with the conference; one row for nobody."""
    conference = _CONFERENCE.c
    source = (
        _CONFERENCE.outerjoin(who, true())
        .outerjoin(_GUEST, _GUEST.c.id == who.c.account_id)
        .outerjoin(
            presences,
            (presences.c.conference_id == conference.id)
            & presences.c.ended_at.is_(None)
            & (presences.c.account_id == _GUEST.c.id),
        )
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
            _sessions(who).label("sessions"),
            _apart(who).label("apart"),
        )
        .select_from(_SPEAKER.joined_to(source, conference.speaker_id))
        .where(conference.id == _NAMED)
        .order_by(presences.c.began_at, _GUEST.c.id)
    )


def _sessions(who: Subquery) -> ColumnElement[object]:
    """Gather which sessions of one who is asked for stand."""
    return (
        select(func.array_agg(sessions.c.id))
        .where(
            who.c.asked,
            sessions.c.account_id == _GUEST.c.id,
            sessions.c.expires_at > bindparam("at", type_=DateTime(timezone=True)),
        )
        .correlate(_GUEST, who)
        .scalar_subquery()
    )


def _apart(who: Subquery) -> ColumnElement[object]:
    """Gather whom one who is asked for blocks or is blocked by."""
    blocked = blocked_with(_GUEST.c.id).where(who.c.asked)
    (other,) = blocked.selected_columns
    return blocked.with_only_columns(func.array_agg(other)).correlate(_GUEST, who).scalar_subquery()


_ALL_CONCERNED = _concerned(_everybody())
_ONE_CONCERNED = _concerned(_one())
_SIGNALS = Statement(select(signals).where(is_among(signals.c.id, "signals")).order_by(signals.c.id))
_SIGNALS_IN = Statement(
    select(signals)
    .where(signals.c.conference_id == bindparam("conference"), signals.c.sent_at >= bindparam("since"))
    .order_by(signals.c.id)
)


class RoomQueries(Reading):
    """Who is in a room, and who of those may stay."""

    async def room(
        self,
        conference: ConferenceId,
        occupants: Sequence[Occupant],
        *,
        at: datetime,
        account: AccountId | None = None,
    ) -> views.Room | None:
        """The room of a conference, as it is for some who have it open."""
        if account is not None:
            rows = await self._fetch(_ONE_CONCERNED, conference=conference, at=at, account=account)
            return _show(rows, occupants, {account}) if rows else None
        asked = {one.account for one in occupants}
        rows = await self._fetch(_ALL_CONCERNED, conference=conference, at=at, occupants=list(asked))
        return _show(rows, occupants, asked) if rows else None

    async def signals(self, signals: Collection[SignalId]) -> Sequence[Signal]:
        """What was said in rooms, by id."""
        return [to_signal(row) for row in await self._fetch(_SIGNALS, signals=list(signals))]

    async def signals_in(self, conference: ConferenceId, *, since: datetime) -> Sequence[Signal]:
        """What was said in the room of a conference since a time, by id."""
        rows = await self._fetch(_SIGNALS_IN, conference=conference, since=since)
        return [to_signal(row) for row in rows]


def _show(rows: Sequence[Record], occupants: Iterable[Occupant], asked: Iterable[AccountId]) -> views.Room:
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
        apart={account: _read_apart(by_account.get(account)) for account in asked},
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
