"""Bans of addresses, as transactions keep them."""

from datetime import datetime
from typing import Protocol


class Bans(Protocol):
    """Keyed hashes of addresses that may not sign up."""

    async def add(self, digest: bytes, *, until: datetime | None) -> None:
        """Ban an address until a time, or for good; banned already, that is changed."""
        ...

    async def remove(self, digest: bytes) -> None:
        """Lift a ban; none there, nothing changes."""
        ...

    async def has(self, digest: bytes, *, at: datetime) -> bool:
        """Tell whether an address is banned at a time."""
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those that ended before a time; how many there were."""
        ...
