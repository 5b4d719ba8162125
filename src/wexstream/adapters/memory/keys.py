"""Idempotency keys in memory."""

from datetime import datetime
from uuid import UUID

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.store import ClaimedKey
from wexstream.domain.model.errors import KeyReused
from wexstream.domain.model.ids import AccountId


class MemoryKeys:
    """Which thing a request has made."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def claim(self, account: AccountId, key: str, *, digest: bytes, made: UUID, at: datetime) -> UUID:
        """Note what a request makes, and answer with it, or with what it made before. Raises KeyReused."""
        keys = (await self._draft.change()).keys
        claim = ClaimedKey(account=account, digest=digest, made=made, at=at)
        kept = keys.setdefault((account, key), claim)
        if kept.digest != digest:
            raise KeyReused
        return kept.made

    async def find(self, account: AccountId, key: str, *, digest: bytes) -> UUID | None:
        """Tell what a request has made, if it has. Raises KeyReused."""
        kept = self._draft.read().keys.get((account, key))
        if kept is not None and kept.digest != digest:
            raise KeyReused
        return kept.made if kept else None

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those noted before; how many there were."""
        return (await self._draft.change()).keys.remove_some(lambda claim: claim.at < before, most=most)
