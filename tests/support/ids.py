"""Ids that are the same in every run, and rise as real ones do."""

from itertools import count
from uuid import UUID

_FIRST = 0x019CA80D_B000_7000_8000_000000000000  # a UUIDv7 (RFC 9562, 5.7) of which the last 62 bits count


class CountingIds:
    """Makes ids, rooms and pseudonyms by counting."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self) -> UUID:
        return UUID(int=_FIRST + next(self._numbers))

    def room(self) -> str:
        return f"room{next(self._numbers):022}"

    def pseudonym(self) -> str:
        return f"person-{next(self._numbers):026}"
