"""Identities at other services, in memory."""

from collections.abc import Sequence

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.errors import IdentityTaken
from wexstream.domain.model.identity import Identity, Provider
from wexstream.domain.model.ids import AccountId


class MemoryIdentities:
    """Who accounts are elsewhere."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def find(self, issuer: str, subject: str) -> Identity | None:
        """Read who somebody at an issuer is here."""
        return self._draft.read().identities.get((issuer, subject))

    async def of(self, account: AccountId) -> Sequence[Identity]:
        """Read an account's, first linked first."""
        own = [one for one in self._draft.read().identities.values() if one.account == account]
        return sorted(own, key=lambda one: (one.linked_at, one.issuer))

    async def add(self, identity: Identity) -> None:
        """Keep a new one. Raises IdentityTaken."""
        rows = (await self._draft.change()).identities
        named = (identity.issuer, identity.subject)
        there = any(
            one.account == identity.account and one.issuer == identity.issuer for one in rows.values()
        )
        if there or named in rows:
            raise IdentityTaken
        rows[named] = identity

    async def remove(self, account: AccountId, provider: Provider) -> None:
        """Remove those that an account has at a provider."""
        rows = (await self._draft.change()).identities
        rows.remove_where(lambda one: one.account == account and one.provider is provider)
