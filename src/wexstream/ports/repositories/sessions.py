"""Sessions, as transactions keep them."""

from datetime import datetime
from typing import Protocol

from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.session import Session


class Sessions(Protocol):
    """Where accounts are signed in."""

    async def add(self, session: Session) -> None:
        """Keep a new one."""
        ...

    async def end(self, account: AccountId, session: SessionId) -> bool:
        """End one of an account's; tell whether there was one."""
        ...

    async def end_all(self, account: AccountId, *, but: SessionId | None = None) -> None:
        """End all of an account's, or all but one."""
        ...

    async def seen(self, session: SessionId, *, at: datetime) -> None:
        """Note that one was used; one that has ended stays ended."""
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those whose time was over before; how many there were."""
        ...
