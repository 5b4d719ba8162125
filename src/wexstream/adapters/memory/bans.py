"""Banned addresses in memory."""

from datetime import datetime

from wexstream.adapters.memory.draft import Draft


class MemoryBans:
    """Keyed hashes of addresses that may not sign up."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def add(self, digest: bytes, *, until: datetime | None) -> None:
        """Ban an address until a time, or for good."""
        (await self._draft.change()).bans[digest] = until

    async def remove(self, digest: bytes) -> None:
        """Lift a ban."""
        (await self._draft.change()).bans.pop(digest, None)

    async def has(self, digest: bytes, *, at: datetime) -> bool:
        """Tell whether an address is banned at a time."""
        bans = self._draft.read().bans
        until = bans.get(digest)
        return digest in bans and (until is None or until > at)

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those that ended before a time; how many there were."""
        bans = (await self._draft.change()).bans
        return bans.remove_some(lambda until: until is not None and until < before, most=most)
