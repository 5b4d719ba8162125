"""Sessions in memory."""

from dataclasses import replace
from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.session import Session
from wexstream.ports.push import AccountChanged, Note


class MemorySessions:
    """Where accounts are signed in."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def add(self, session: Session) -> None:
        """Keep a new one."""
        (await self._draft.change()).sessions[session.id] = session

    async def end(self, account: AccountId, session: SessionId) -> bool:
        """End one of an account's; tell whether there was one."""
        sessions = (await self._draft.change()).sessions
        self._note(AccountChanged(account=account))
        found = sessions.get(session)
        if found is None or found.account != account:
            return False
        del sessions[session]
        return True

    async def end_all(self, account: AccountId, *, but: SessionId | None = None) -> None:
        """End all of an account's, or all but one."""
        sessions = (await self._draft.change()).sessions
        sessions.remove_where(lambda session: session.account == account and session.id != but)
        self._note(AccountChanged(account=account))

    async def seen(self, session: SessionId, *, at: datetime) -> None:
        """Note that one was used, if it still is there."""
        sessions = (await self._draft.change()).sessions
        sessions.change_where(lambda kept: kept.id == session, lambda kept: replace(kept, last_seen_at=at))

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those whose time was over before; how many there were."""
        sessions = (await self._draft.change()).sessions
        return sessions.remove_some(lambda session: session.expires_at < before, most=most)
