"""Idempotency keys, as transactions keep them."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from wexstream.domain.model.ids import AccountId


class Keys(Protocol):
    """Idempotency keys: which thing a request has made."""

    async def claim(self, account: AccountId, key: str, *, digest: bytes, made: UUID, at: datetime) -> UUID:
        """Note what a request makes, and answer with it; or with what it made before. The account is held.

        Two at once: the second waits for the first. Raises KeyReused when the digest is another.
        """
        ...

    async def find(self, account: AccountId, key: str, *, digest: bytes) -> UUID | None:
        """Tell what a request has made, if it has. Raises KeyReused when the digest is another."""
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those noted before; how many there were."""
        ...
