"""How much a client may send, and how fast."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.throttling import CHAT_PER_PERSON, Rate

FRAMES = Rate(times=300, per=timedelta(seconds=5))
BYTES = Rate(times=256 * 1024, per=timedelta(seconds=8))  # at once, twice what it takes to meet five others

Time: TypeAlias = Callable[[], float]


class Paces:
    """The pace of each who has a room open: by another socket one has no more to say."""

    def __init__(self, time: Time) -> None:
        """Tell the time, in seconds, by ``time``."""
        self._time = time
        self._paces: dict[tuple[AccountId, ConferenceId], Pace] = {}

    def of(self, account: AccountId, conference: ConferenceId) -> "Pace":
        """Find the pace of somebody in a room."""
        pace = self._paces.pop((account, conference), None) or Pace(self._time)
        self._forget_rested()
        self._paces[account, conference] = pace
        return pace

    def _forget_rested(self) -> None:
        """Forget, of those who came first, whose pace is like that of one who comes now."""
        while self._paces and self._paces[oldest := next(iter(self._paces))].is_rested:
            del self._paces[oldest]


class Pace:
    """What one person may still send to one room."""

    def __init__(self, time: Time) -> None:
        """Tell the time, in seconds, by ``time``."""
        self._frames = Bucket(FRAMES, time)
        self._bytes = Bucket(BYTES, time)
        self._chat = Bucket(CHAT_PER_PERSON, time)

    @property
    def is_rested(self) -> bool:
        """Whether it is as at the beginning."""
        return all(bucket.is_full for bucket in (self._frames, self._bytes, self._chat))

    def take(self, size: int) -> bool:
        """Take a frame of so many bytes; tell whether there were as many."""
        return self._frames.take() and self._bytes.take(size)

    def take_chat(self) -> bool:
        """Take a line of chat; tell whether there was one."""
        return self._chat.take()


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
