"""What is said in rooms on its way to other processes, as transactions keep it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.room import Signal


class Signals(Protocol):
    """What people in a room say to those who are there by another process, kept until these have had it."""

    async def add(self, signals: Iterable[Signal]) -> None:
        """Send some, which other processes are told of; those that were sent already are not kept twice."""
        ...

    async def purge(self, *, before: datetime) -> None:
        """Forget those sent before."""
        ...
