"""Presences and memberships in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select, update

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, is_among, purging, saving
from wexstream.domain.model.conference import Member, Presence
from wexstream.domain.model.ids import AccountId, ConferenceId, ProcessId
from wexstream.ports.push import Note, RoomChanged

_presence = tables.presences.c
_member = tables.members.c

_is_standing = (_presence.conference_id == bindparam("conference")) & _presence.ended_at.is_(None)
_alive_until = (
    select(tables.processes.c.alive_until).where(tables.processes.c.id == _presence.held_by).scalar_subquery()
)
_lease_until = func.greatest(_presence.lease_until, _alive_until)  # which leaves out what is null
_as_read = select(
    *(column for column in _presence if column is not _presence.lease_until),
    _lease_until.label("lease_until"),
)


def _ending(*whose: ColumnElement[bool]) -> Statement:
    """End presences as ``Presence.end`` does, and note on the memberships that they left then."""
    ends_at = func.greatest(_presence.began_at, func.least(bindparam("at"), _lease_until))
    ended = (
        update(tables.presences)
        .values(ended_at=ends_at)
        .where(_is_standing, *whose)
        .returning(_presence.conference_id, _presence.account_id, _presence.ended_at)
        .cte("ended")
    )
    return Statement(
        update(tables.members)
        .values(left_at=ended.c.ended_at)
        .where(_member.conference_id == ended.c.conference_id, _member.account_id == ended.c.account_id)
    )


_STANDING = Statement(_as_read.where(_is_standing).order_by(_presence.account_id))
_OF = Statement(_as_read.where(_is_standing, _presence.account_id == bindparam("account")))
_END = _ending(is_among(_presence.account_id, "accounts"))
_END_ALL = _ending()
_ADD = adding(tables.presences)
_SAVE = saving(tables.presences)
_is_held = (_presence.held_by == bindparam("process")) & _presence.ended_at.is_(None)
_LOCK_ROOMS_HELD = Statement(
    select(tables.conferences.c.id)
    .where(tables.conferences.c.id.in_(select(_presence.conference_id).where(_is_held)))
    .order_by(tables.conferences.c.id)
    .with_for_update()
)
_RELEASE = Statement(
    update(tables.presences)
    .values(held_by=None, peer=None, lease_until=func.greatest(_lease_until, bindparam("until")))
    .where(_is_held)
)
_PURGE = purging(tables.presences, _presence.ended_at < bindparam("before"))
_FIND_MEMBER = Statement(
    select(tables.members).where(
        _member.conference_id == bindparam("conference"), _member.account_id == bindparam("account")
    )
)
_ADD_MEMBER = adding(tables.members)
_SAVE_MEMBER = saving(tables.members)


class PostgresPresences:
    """Who is, and was, in a room."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def standing(self, conference: ConferenceId) -> Sequence[Presence]:
        """Read those in a conference that have not ended, by account."""
        found = await _STANDING.fetch(self._connection, conference=conference)
        return [rows.to_presence(row) for row in found]

    async def of(self, conference: ConferenceId, account: AccountId) -> Presence | None:
        """Read the one of an account in a conference that has not ended."""
        row = await _OF.fetchrow(self._connection, conference=conference, account=account)
        return rows.to_presence(row) if row else None

    async def add(self, presence: Presence) -> None:
        """Keep a new one."""
        await _ADD.execute(self._connection, **rows.from_presence(presence))
        self._note(RoomChanged(conference=presence.conference, account=presence.account))

    async def save(self, presence: Presence) -> None:
        """Keep a change of one that is still there."""
        await _SAVE.execute(self._connection, **rows.from_presence(presence))
        self._note(RoomChanged(conference=presence.conference, account=presence.account))

    async def end(
        self, conference: ConferenceId, accounts: Collection[AccountId] | None = None, *, at: datetime
    ) -> None:
        """End those of some accounts or of all, and note when their members left."""
        for account in [None] if accounts is None else accounts:
            self._note(RoomChanged(conference=conference, account=account))
        if accounts is None:
            await _END_ALL.execute(self._connection, conference=conference, at=at)
        else:
            await _END.execute(self._connection, conference=conference, accounts=list(accounts), at=at)

    async def release(self, process: ProcessId, *, until: datetime) -> None:
        """Let go of those that a process holds, after locking their conferences."""
        for room in await _LOCK_ROOMS_HELD.fetch(self._connection, process=process):
            self._note(RoomChanged(conference=ConferenceId(room["id"])))
        await _RELEASE.execute(self._connection, process=process, until=until)

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that ended before; how many there were."""
        return await _PURGE.execute(self._connection, before=before, most=most)

    async def member(self, conference: ConferenceId, account: AccountId) -> Member | None:
        """Read a membership."""
        row = await _FIND_MEMBER.fetchrow(self._connection, conference=conference, account=account)
        return rows.to_member(row) if row else None

    async def add_member(self, member: Member) -> None:
        """Keep a new membership."""
        await _ADD_MEMBER.execute(self._connection, **rows.from_member(member))

    async def save_member(self, member: Member) -> None:
        """Keep a change of one that is still there."""
        await _SAVE_MEMBER.execute(self._connection, **rows.from_member(member))
