"""How much a client may send, and how fast, and how often it may come."""

from datetime import timedelta
from itertools import islice

from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.throttling import ARRIVAL_PER_PERSON, CHAT_PER_PERSON, Rate
from wexstream.entrypoints.bucket import Bucket, Time

FRAMES = Rate(times=300, per=timedelta(seconds=5))
BYTES = Rate(times=256 * 1024, per=timedelta(seconds=8))  # at once, twice what it takes to meet five others


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
        """Look at the two for whom it is longest ago: forget whose pace is like that of one who comes now."""
        for known in tuple(islice(self._paces, 2)):
            pace = self._paces.pop(known)
            if not pace.is_rested:
                self._paces[known] = pace


class Pace:
    """What one person may still send to one room, and how often still enter it."""

    def __init__(self, time: Time) -> None:
        """Tell the time, in seconds, by ``time``."""
        self._frames = Bucket(FRAMES, time)
        self._bytes = Bucket(BYTES, time)
        self._chat = Bucket(CHAT_PER_PERSON, time)
        self._arrivals = Bucket(ARRIVAL_PER_PERSON, time)

    @property
    def is_rested(self) -> bool:
        """Whether it is as at the beginning."""
        return all(bucket.is_full for bucket in (self._frames, self._bytes, self._chat, self._arrivals))

    def take(self, size: int) -> bool:
        """Take a frame of so many bytes; tell whether there were as many."""
        return self._frames.take() and self._bytes.take(size)

    def take_chat(self) -> bool:
        """Take a line of chat; tell whether there was one."""
        return self._chat.take()

    def take_arrival(self) -> bool:
        """Take a try to enter; tell whether there was one."""
        return self._arrivals.take()
