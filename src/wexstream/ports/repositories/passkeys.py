"""Passkeys, as transactions keep them."""

from collections.abc import Sequence
from typing import Protocol

from wexstream.domain.model.ids import AccountId, PasskeyId
from wexstream.domain.model.passkey import Passkey


class Passkeys(Protocol):
    """By what accounts sign in beside a password. They are changed under the lock of their account."""

    async def find(self, credential: bytes) -> Passkey | None:
        """Read the one that devices call so, without a lock."""
        ...

    async def of(self, account: AccountId) -> Sequence[Passkey]:
        """Read an account's, first made first."""
        ...

    async def add(self, passkey: Passkey) -> None:
        """Keep a new one. Raises PasskeyKnown where one is called so by devices already."""
        ...

    async def save(self, passkey: Passkey) -> None:
        """Keep a change."""
        ...

    async def remove(self, passkey: PasskeyId) -> None:
        """Remove one."""
        ...
