"""Conferences in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record
from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    bindparam,
    delete,
    exists,
    false,
    or_,
    select,
    union_all,
)

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, replacing
from wexstream.adapters.postgres.visible import Counterpart
from wexstream.domain.model.conference import Conference, ConferenceState, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.push import BroadcastsChanged, ListsChanged, Note, RoomChanged, Topic

_conference = tables.conferences.c
_presence = tables.presences.c
_member = tables.members.c
_it = select(tables.conferences).where(_conference.id == bindparam("id"))
_is_live = _conference.state == ConferenceState.LIVE
_is_standing = exists().where(_presence.conference_id == _conference.id, _presence.ended_at.is_(None))
_is_held = exists().where(
    tables.processes.c.id == _presence.held_by, tables.processes.c.alive_until > bindparam("lease_before")
)
_live = select(tables.conferences).where(_is_live)


def _is_of(account: str) -> ColumnElement[bool]:
    return _conference.speaker_id == bindparam(account, type_=Uuid())


def _attended(account: str) -> Select[tuple[UUID]]:
    """Name those in which the account of a parameter is present."""
    return select(_presence.conference_id).where(
        _presence.account_id == bindparam(account, type_=Uuid()), _presence.ended_at.is_(None)
    )


_ADD = adding(tables.conferences)
_SAVE = replacing(tables.conferences)
_FIND = Statement(_it)
_LOCK = Statement(_it.with_for_update())
_REMOVE = Statement(
    delete(tables.conferences)
    .where(_conference.id == bindparam("id"))
    .returning(_conference.speaker_id, _conference.state, _conference.visibility)
)
_speaker = Counterpart("speaker", viewer=_member.account_id, moderator=false())
_STRANGERS = Statement(
    select(_member.account_id)
    .select_from(
        _speaker.joined_to(
            tables.members.join(tables.conferences, _conference.id == _member.conference_id),
            _conference.speaker_id,
        )
    )
    .where(_conference.id == bindparam("id"), _speaker.sees_public_alone)
    .order_by(_member.account_id)
)
_rooms = union_all(select(_conference.id).where(_is_live, _is_of("account")), _attended("account"))
_LOCK_ROOMS_OF = Statement(_live.where(_conference.id.in_(_rooms)).order_by(_conference.id).with_for_update())
_LOCK_SHARED = Statement(
    _live.where(
        or_(
            and_(_is_of("one"), _conference.id.in_(_attended("other"))),
            and_(_is_of("other"), _conference.id.in_(_attended("one"))),
        )
    )
    .order_by(_conference.id)
    .with_for_update()
)
_DUE = Statement(
    select(_conference.id)
    .where(
        _is_live,
        or_(
            and_(_conference.opened_at.is_(None), _conference.broadcast_at <= bindparam("unopened_since")),
            _is_standing.where(_presence.lease_until <= bindparam("lease_before"), ~_is_held),
            and_(_conference.opened_at.is_not(None), ~_is_standing),
        ),
    )
    .order_by(_conference.id)
    .limit(bindparam("limit"))
)


class PostgresConferences:
    """What speakers broadcast."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def add(self, conference: Conference) -> None:
        """Keep a new one."""
        await _ADD.execute(self._connection, **rows.from_conference(conference))
        self._tell([conference.speaker])

    async def find(self, conference: ConferenceId) -> Conference | None:
        """Read one."""
        row = await _FIND.fetchrow(self._connection, id=conference)
        return rows.to_conference(row) if row else None

    async def lock(self, conference: ConferenceId) -> Conference | None:
        """Read and lock one."""
        row = await _LOCK.fetchrow(self._connection, id=conference)
        return rows.to_conference(row) if row else None

    async def save(self, conference: Conference) -> None:
        """Keep a change."""
        before = await _SAVE.fetchrow(self._connection, **rows.from_conference(conference))
        self._note(RoomChanged(conference=conference.id))
        if _is_public(before) and conference.visibility is Visibility.PRIVATE:
            self._tell(await self._strangers(conference.id))

    async def remove(self, conference: ConferenceId) -> None:
        """Remove one; foreign keys take along what hangs on it."""
        strangers = await self._strangers(conference)
        removed = await _REMOVE.fetchrow(self._connection, id=conference)
        if removed is None:
            return
        self._note(RoomChanged(conference=conference))
        if removed["state"] == ConferenceState.CREATED:
            self._tell([removed["speaker_id"]])
        else:
            self._note(BroadcastsChanged(speaker=removed["speaker_id"]))
        if _is_public(removed):
            self._tell(strangers)

    async def lock_rooms_of(self, account: AccountId) -> Sequence[Conference]:
        """Read and lock the live ones that an account speaks or is present in, by id."""
        return _all(await _LOCK_ROOMS_OF.fetch(self._connection, account=account))

    async def lock_shared(self, one: AccountId, other: AccountId) -> Sequence[Conference]:
        """Read and lock the live ones of either of two in which the other is present, by id."""
        return _all(await _LOCK_SHARED.fetch(self._connection, one=one, other=other))

    async def due(
        self, *, unopened_since: datetime, lease_before: datetime, limit: int
    ) -> Sequence[ConferenceId]:
        """Tell in which live conferences something may have run out."""
        found = await _DUE.fetch(
            self._connection, unopened_since=unopened_since, lease_before=lease_before, limit=limit
        )
        return [ConferenceId(row["id"]) for row in found]

    async def _strangers(self, conference: ConferenceId) -> list[AccountId]:
        """Read who took part, and may see the speaker's public conferences alone."""
        found = await _STRANGERS.fetch(self._connection, id=conference)
        return [AccountId(row["account_id"]) for row in found]

    def _tell(self, accounts: Iterable[AccountId]) -> None:
        """Tell those whom nothing else tells that it has come into their lists, or is gone from them."""
        if told := tuple(accounts):
            self._note(ListsChanged(accounts=told, topics=frozenset({Topic.TIMELINE})))


def _is_public(row: Record | None) -> bool:
    return row is not None and row["visibility"] == Visibility.PUBLIC


def _all(found: Iterable[Record]) -> list[Conference]:
    return [rows.to_conference(row) for row in found]
