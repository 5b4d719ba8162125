"""The audit log, as transactions keep it."""

from datetime import datetime
from typing import Protocol

from wexstream.domain.model.audit import Entry
from wexstream.domain.model.ids import AccountId


class AuditLog(Protocol):
    """What happened, and under which pseudonyms. What is in it is never changed."""

    async def add(self, entry: Entry) -> None:
        """Add an entry."""
        ...

    async def pseudonym(self, account: AccountId, *, new: str) -> str:
        """Read the pseudonym of an account that is held or locked; where it has none, the new one is its."""
        ...

    async def purge(self, *, at: datetime, most: int) -> int:
        """Remove up to so many entries that need not be kept at a time any more; how many there were."""
        ...
