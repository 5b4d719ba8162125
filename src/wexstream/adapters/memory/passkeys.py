"""Passkeys in memory."""

from collections.abc import Sequence

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.errors import PasskeyKnown
from wexstream.domain.model.ids import AccountId, PasskeyId
from wexstream.domain.model.passkey import Passkey


class MemoryPasskeys:
    """By what accounts sign in beside a password."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def find(self, credential: bytes) -> Passkey | None:
        """Read the one that devices call so."""
        rows = self._draft.read().passkeys.values()
        return next((one for one in rows if one.credential == credential), None)

    async def of(self, account: AccountId) -> Sequence[Passkey]:
        """Read an account's, first made first."""
        own = [one for one in self._draft.read().passkeys.values() if one.account == account]
        return sorted(own, key=lambda one: (one.created_at, one.id))

    async def add(self, passkey: Passkey) -> None:
        """Keep a new one. Raises PasskeyKnown."""
        rows = (await self._draft.change()).passkeys
        if any(one.credential == passkey.credential for one in rows.values()):
            raise PasskeyKnown
        rows[passkey.id] = passkey

    async def save(self, passkey: Passkey) -> None:
        """Keep a change."""
        (await self._draft.change()).passkeys.replace(passkey.id, passkey)

    async def remove(self, passkey: PasskeyId) -> None:
        """Remove one."""
        (await self._draft.change()).passkeys.pop(passkey, None)
