"""Identities at other services, as transactions keep them."""

from collections.abc import Sequence
from typing import Protocol

from wexstream.domain.model.identity import Identity, Provider
from wexstream.domain.model.ids import AccountId


class Identities(Protocol):
    """Who accounts are elsewhere. They are changed under the lock of their account."""

    async def find(self, issuer: str, subject: str) -> Identity | None:
        """Read who somebody at an issuer is here, without a lock."""
        ...

    async def of(self, account: AccountId) -> Sequence[Identity]:
        """Read an account's, first linked first."""
        ...

    async def add(self, identity: Identity) -> None:
        """Keep a new one. Raises IdentityTaken, also where the account is another at that issuer already."""
        ...

    async def remove(self, account: AccountId, provider: Provider) -> None:
        """Remove those that an account has at a provider."""
        ...
