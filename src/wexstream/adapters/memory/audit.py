"""The audit log in memory."""

from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.audit import Entry
from wexstream.domain.model.ids import AccountId


class MemoryAuditLog:
    """What happened, and under which pseudonyms."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def add(self, entry: Entry) -> None:
        """Add an entry."""
        (await self._draft.change()).audit[entry.id] = entry

    async def pseudonym(self, account: AccountId, *, new: str) -> str:
        """Read the pseudonym of an account, or give it a new one."""
        return (await self._draft.change()).pseudonyms.setdefault(account, new)

    async def purge(self, *, at: datetime, most: int) -> int:
        """Remove up to so many entries that need not be kept any more; how many there were."""
        return (await self._draft.change()).audit.remove_some(lambda entry: entry.kept_until <= at, most=most)
