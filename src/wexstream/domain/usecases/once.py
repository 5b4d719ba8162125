"""Requests that are to take effect once however often they are sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wexstream.domain.model.ids import AccountId
from wexstream.ports.persistence import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """An idempotency key, and a digest of all that was asked for under it."""

    key: str
    digest: bytes

    async def claim(self, tx: Transaction, account: AccountId, made: UUID, *, at: datetime) -> UUID | None:
        """Claim the key for what is about to be made; what it made before, if it did. Raises KeyReused."""
        kept = await tx.keys.claim(account, self.key, digest=self.digest, made=made, at=at)
        return kept if kept != made else None

    async def find(self, tx: Transaction, account: AccountId) -> UUID | None:
        """Tell what was made under the key before, if anything was. Raises KeyReused."""
        return await tx.keys.find(account, self.key, digest=self.digest)
