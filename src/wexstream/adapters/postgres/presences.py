"""Presences and memberships in PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, saving
from wexstream.domain.model.conference import Member, Presence
from wexstream.domain.model.ids import AccountId, ConferenceId

_presence = tables.presences.c
_member = tables.members.c

_STANDING = Statement(
    select(tables.presences)
    .where(_presence.conference_id == bindparam("conference"), _presence.ended_at.is_(None))
    .order_by(_presence.account_id)
)
_ADD = adding(tables.presences)
_SAVE = saving(tables.presences)
_FIND_MEMBER = Statement(
    select(tables.members).where(
        _member.conference_id == bindparam("conference"), _member.account_id == bindparam("account")
    )
)
_ADD_MEMBER = adding(tables.members)
_SAVE_MEMBER = saving(tables.members)


class PostgresPresences:
    """Who is, and was, in a room."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def standing(self, conference: ConferenceId) -> Sequence[Presence]:
        """Read those in a conference that have not ended, by account."""
        found = await _STANDING.fetch(self._connection, conference=conference)
        return [rows.to_presence(row) for row in found]

    async def add(self, presence: Presence) -> None:
        """Keep a new one."""
        await _ADD.execute(self._connection, **rows.from_presence(presence))

    async def save(self, presence: Presence) -> None:
        """Keep a change of one that is still there."""
        await _SAVE.execute(self._connection, **rows.from_presence(presence))

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
