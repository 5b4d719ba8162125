"""Banned addresses in memory."""

from wexstream.adapters.memory.draft import Draft


class MemoryBans:
    """Keyed hashes of addresses that may not sign up."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def add(self, digest: bytes) -> None:
        """Ban an address."""
        (await self._draft.change()).bans[digest] = None

    async def remove(self, digest: bytes) -> None:
        """Lift a ban."""
        (await self._draft.change()).bans.pop(digest, None)

    async def has(self, digest: bytes) -> bool:
        """Tell whether an address is banned."""
        return digest in self._draft.read().bans
