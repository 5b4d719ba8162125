"""Names for new things."""

from typing import Protocol
from uuid import UUID


class Ids(Protocol):
    """Makes names that nothing bears yet."""

    def new(self) -> UUID:
        """Make a UUIDv7 (RFC 9562, 5.7), greater than those that this process made before."""
        ...

    def room(self) -> str:
        """Make the name of a room: 26 characters of ``[a-z0-9]`` that nobody can guess (128 bits)."""
        ...

    def pseudonym(self) -> str:
        """Make what stands for an erased account where something of it must be kept: random, unlinkable."""
        ...
