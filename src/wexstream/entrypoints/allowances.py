"""How often everybody may still ask this process."""

from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import Final

from wexstream.domain.model.errors import TooMany
from wexstream.domain.model.throttling import Rate

KEPT_MOST: Final = 50_000  # some 12 MB
_MICROSECOND: Final = timedelta(microseconds=1)


class Allowances:
    """Counts by the generic cell rate algorithm (ITU-T I.371, annex A): one time a name, when it is full.

    There are never more than so many: of one too many, it is forgotten who asked longest ago, and may ask as
    at the beginning. So whoever comes from many places takes no memory, and nothing from anybody.
    """

    def __init__(self, time: Callable[[], int], *, most: int = KEPT_MOST) -> None:
        """Tell the time, in nanoseconds, by ``time``."""
        self._time = time
        self._most = most
        self._full_at: dict[tuple[str, object], int] = {}

    def __len__(self) -> int:
        return len(self._full_at)

    def require(self, what: str, who: object, rate: Rate) -> None:
        """Take one of what somebody may ask so often. Raises TooMany; then nothing is taken."""
        now = self._time()
        self._forget_full(now)
        one = _nanoseconds(rate.per) // rate.times
        full_at = max(self._full_at.pop((what, who), now), now)
        wait = full_at + one - now - one * rate.times
        self._full_at[what, who] = full_at + (one if wait <= 0 else 0)
        if len(self._full_at) > self._most:
            del self._full_at[next(iter(self._full_at))]
        if wait > 0:
            raise TooMany(timedelta(microseconds=-(-wait // 1_000)))

    def _forget_full(self, now: int) -> None:
        """Look at the two who asked longest ago: forget who may ask as often as one who never did."""
        for known in tuple(islice(self._full_at, 2)):
            if self._full_at[known] > now:
                return
            del self._full_at[known]


def _nanoseconds(span: timedelta) -> int:
    return span // _MICROSECOND * 1_000
