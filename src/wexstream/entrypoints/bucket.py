"""How often something may be done within the memory of a process."""

from collections.abc import Callable
from typing import TypeAlias

from wexstream.domain.model.throttling import Rate

Time: TypeAlias = Callable[[], float]


class Bucket:
    """What is filled evenly as time passes, and empties as is taken from it (token bucket)."""

    def __init__(self, rate: Rate, time: Time) -> None:
        """Be full, and tell the time, in seconds, by ``time``."""
        self._most = rate.times
        self._a_second = rate.times / rate.per.total_seconds()
        self._time = time
        self._left = float(rate.times)
        self._at = time()

    @property
    def is_full(self) -> bool:
        """Whether all is there that there can be."""
        self._fill()
        return self._left == self._most

    def take(self, number: int = 1) -> bool:
        """Take so many; tell whether there were as many, or else nothing is taken."""
        self._fill()
        if self._left < number:
            return False
        self._left -= number
        return True

    def _fill(self) -> None:
        now = self._time()
        self._left = min(self._most, self._left + (now - self._at) * self._a_second)
        self._at = now
