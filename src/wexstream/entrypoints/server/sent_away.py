"""Clients that are sent away as they do not do their part: where they are many, that is worth a line."""

import asyncio
import logging
from collections import Counter
from enum import Enum
from typing import Final

MANY: Final = 50  # of a moment; a few are browsers that connect before they have anything to ask
MOMENT = 10.0  # seconds

_log = logging.getLogger(__name__)


class Why(Enum):
    """What a client did."""

    SLOW = "sent no whole request in time"
    LARGE = "sent headers without an end"
    WRONG = "sent what is no request, or too many at once"
    MUTE = "read nothing of an answer"


class SentAway:
    """Counts them, and says at the end of a moment how many there were."""

    def __init__(self) -> None:
        self._count: Counter[Why] = Counter()

    def note(self, why: Why) -> None:
        """Count one."""
        if not self._count:
            asyncio.get_running_loop().call_later(MOMENT, self._tell)
        self._count[why] += 1

    def _tell(self) -> None:
        count, self._count = self._count, Counter()
        if count.total() >= MANY:
            each = ", ".join(f"{number} {why.value}" for why, number in count.most_common())
            _log.warning("clients were sent away: %s", each)
