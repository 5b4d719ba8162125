"""Bans of addresses, as transactions keep them."""

from typing import Protocol


class Bans(Protocol):
    """Keyed hashes of addresses that may not sign up."""

    async def add(self, digest: bytes) -> None:
        """Ban an address; banned already, nothing changes."""
        ...

    async def remove(self, digest: bytes) -> None:
        """Lift a ban; none there, nothing changes."""
        ...

    async def has(self, digest: bytes) -> bool:
        """Tell whether an address is banned."""
        ...
