"""Sessions in PostgreSQL."""

from datetime import datetime

from sqlalchemy import bindparam, delete, update

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, purging
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.session import Session
from wexstream.ports.push import AccountChanged, Note

_session = tables.sessions.c
_is_own = _session.account_id == bindparam("account")

_ADD = adding(tables.sessions)
_END = Statement(delete(tables.sessions).where(_is_own, _session.id == bindparam("session")))
_END_ALL = Statement(delete(tables.sessions).where(_is_own, _session.id.is_distinct_from(bindparam("but"))))
_SEEN = Statement(
    update(tables.sessions).values(last_seen_at=bindparam("at")).where(_session.id == bindparam("session"))
)
_PURGE = purging(tables.sessions, _session.expires_at < bindparam("before"))


class PostgresSessions:
    """Where accounts are signed in."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def add(self, session: Session) -> None:
        """Keep a new one."""
        await _ADD.execute(self._connection, **rows.from_session(session))

    async def end(self, account: AccountId, session: SessionId) -> bool:
        """End one of an account's; tell whether there was one."""
        self._note(AccountChanged(account=account))
        return await _END.execute(self._connection, account=account, session=session) > 0

    async def end_all(self, account: AccountId, *, but: SessionId | None = None) -> None:
        """End all of an account's, or all but one."""
        await _END_ALL.execute(self._connection, account=account, but=but)
        self._note(AccountChanged(account=account))

    async def seen(self, session: SessionId, *, at: datetime) -> None:
        """Note that one was used, if it still is there."""
        await _SEEN.execute(self._connection, session=session, at=at)

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those whose time was over before; how many there were."""
        return await _PURGE.execute(self._connection, before=before, most=most)
