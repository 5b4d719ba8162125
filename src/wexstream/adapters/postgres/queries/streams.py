"""Who is to be told when to look again, and for how long."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    FromClause,
    Uuid,
    and_,
    any_,
    bindparam,
    column,
    false,
    func,
    literal,
    select,
    true,
    union_all,
)

from wexstream.adapters.postgres.queries.reading import Reading, Selection, asked
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import (
    accounts,
    conferences,
    members,
    presences,
    relations,
    sessions,
)
from wexstream.adapters.postgres.visible import Counterpart
from wexstream.domain.model import stream
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.ids import AccountId, ConferenceId, SessionId
from wexstream.domain.model.relation import RelationState
from wexstream.domain.model.stream import Ending
from wexstream.ports import views

_ASKED = asked("accounts")
_CONFERENCE = conferences.alias("conference")
_SPEAKER = Counterpart("speaker", viewer=_ASKED.c.id, moderator=false())
_is_one_of_them = _CONFERENCE.c.id == any_(bindparam("conferences", type_=ARRAY(Uuid())))


def _network(account: ColumnElement[UUID], *more: ColumnElement[Any]) -> Iterable[Selection]:
    """Select whom an account is connected to, by looking at its relations and no others."""
    is_connection = relations.c.state == RelationState.CONNECTED.value
    for one, other in ((relations.c.low_id, relations.c.high_id), (relations.c.high_id, relations.c.low_id)):
        yield select(other.label("id"), *more).where(one == account, is_connection)


def _listed() -> Selection:
    """Select who of those asked for has the conferences in some list, out of all who might."""
    conference = _CONFERENCE.c
    near = union_all(
        select(conference.speaker_id.label("id"), false().label("member")).correlate(_CONFERENCE),
        select(members.c.account_id, true()).where(members.c.conference_id == conference.id),
        *_network(conference.speaker_id, false()),
    ).lateral("near")
    source = _CONFERENCE.join(near, true()).join(_ASKED, _ASKED.c.id == near.c.id)
    return (
        select(conference.id.label("conference_id"), _ASKED.c.id.label("account_id"), _how("listed"))
        .distinct()
        .select_from(_SPEAKER.joined_to(source, conference.speaker_id))
        .where(_SPEAKER.sees_conference(_CONFERENCE), _SPEAKER.has_listed(_CONFERENCE, member=near.c.member))
    )


def _how(concerned: str) -> ColumnElement[str]:
    return literal(concerned).label("how")


_FRIEND = accounts.alias("friend")


def _live(there: FromClause) -> Selection:
    """Select to whom of those asked for a live conference is shown, as somebody of his network is there."""
    return (
        select(_CONFERENCE.c.id.label("conference_id"), _ASKED.c.id.label("account_id"), _how("live"))
        .distinct()
        .select_from(_SPEAKER.joined_to(there, _CONFERENCE.c.speaker_id))
        .where(
            presences.c.ended_at.is_(None),
            _FRIEND.c.state == AccountState.ACTIVE.value,
            _CONFERENCE.c.state == ConferenceState.LIVE.value,
            _SPEAKER.sees_conference(_CONFERENCE),
        )
    )


def _live_of_conferences() -> Selection:
    """Begin with who is there."""
    network = union_all(*_network(_FRIEND.c.id)).lateral("network")
    return _live(
        _CONFERENCE.join(presences, presences.c.conference_id == _CONFERENCE.c.id)
        .join(_FRIEND, _FRIEND.c.id == presences.c.account_id)
        .join(network, true())
        .join(_ASKED, _ASKED.c.id == network.c.id)
    ).where(_is_one_of_them)


def _live_of_accounts() -> Selection:
    """Begin with the network of those asked for."""
    network = union_all(*_network(_ASKED.c.id)).lateral("network")
    return _live(
        _ASKED.join(network, true())
        .join(_FRIEND, _FRIEND.c.id == network.c.id)
        .join(presences, presences.c.account_id == _FRIEND.c.id)
        .join(_CONFERENCE, _CONFERENCE.c.id == presences.c.conference_id)
    )


def _connected() -> Statement:
    """Look at what is between each of those asked for and each speaker, who may be connected to many more."""
    speaker = asked("speakers")
    is_between = and_(
        relations.c.low_id == func.least(speaker.c.id, _ASKED.c.id),
        relations.c.high_id == func.greatest(speaker.c.id, _ASKED.c.id),
    )
    source = speaker.join(_ASKED, true()).join(relations, is_between)
    is_connection = relations.c.state == RelationState.CONNECTED.value
    return Statement(select(_ASKED.c.id).distinct().select_from(source).where(is_connection))


def _standing() -> Statement:
    """Select the sessions asked for that may not have a stream, with what decides why."""
    claimed = (
        func.unnest(bindparam("sessions", type_=ARRAY(Uuid())), bindparam("accounts", type_=ARRAY(Uuid())))
        .table_valued(column("session_id", Uuid()), column("account_id", Uuid()))
        .render_derived(name="claimed")
    )
    stands: ColumnElement[bool] = and_(
        sessions.c.id.is_not(None), sessions.c.expires_at > bindparam("at", type_=DateTime(timezone=True))
    )
    source = claimed.outerjoin(accounts, accounts.c.id == claimed.c.account_id).outerjoin(
        sessions,
        and_(sessions.c.id == claimed.c.session_id, sessions.c.account_id == claimed.c.account_id),
    )
    return Statement(
        select(claimed.c.session_id, accounts.c.state, stands.label("stands"))
        .select_from(source)
        .where(and_(stands, accounts.c.state == AccountState.ACTIVE.value).is_not(true()))
    )


_ENDED = _standing()
_CONNECTED = _connected()
_CONCERNED = Statement(union_all(_listed().where(_is_one_of_them), _live_of_conferences()))
_SHOWN_LIVE = Statement(_live_of_accounts())


class StreamQueries(Reading):
    """Whom of those with streams something concerns."""

    async def endings(
        self, sessions: Mapping[SessionId, AccountId], *, at: datetime
    ) -> Mapping[SessionId, Ending]:
        """Why those who have streams in some sessions may not keep them."""
        rows = await self._fetch(_ENDED, sessions=list(sessions), accounts=list(sessions.values()), at=at)
        endings = ((row["session_id"], _ending(row)) for row in rows)
        return {SessionId(name): why for name, why in endings if why is not None}

    async def connected(
        self, speakers: Collection[AccountId], accounts: Collection[AccountId]
    ) -> set[AccountId]:
        """Who of some accounts is connected to any of the speakers."""
        rows = await self._fetch(_CONNECTED, speakers=list(speakers), accounts=list(accounts))
        return {AccountId(row["id"]) for row in rows}

    async def concerned(
        self, conferences: Collection[ConferenceId], accounts: Collection[AccountId]
    ) -> views.Concerned:
        """Who of some accounts is concerned by some conferences."""
        rows = await self._fetch(_CONCERNED, conferences=list(conferences), accounts=list(accounts))
        return views.Concerned(
            listed=_by_conference(row for row in rows if row["how"] == "listed"),
            live=_by_conference(row for row in rows if row["how"] == "live"),
        )

    async def shown_live(self, accounts: Collection[AccountId]) -> Mapping[ConferenceId, set[AccountId]]:
        """Which conferences ``live`` shows to each of some accounts."""
        return _by_conference(await self._fetch(_SHOWN_LIVE, accounts=list(accounts)))


def _by_conference(rows: Iterable[Record]) -> dict[ConferenceId, set[AccountId]]:
    found: defaultdict[ConferenceId, set[AccountId]] = defaultdict(set)
    for row in rows:
        found[row["conference_id"]].add(row["account_id"])
    return dict(found)


def _ending(row: Record) -> Ending | None:
    state = AccountState(row["state"]) if row["state"] is not None else None
    return stream.ending(state, signed_in=row["stands"])
