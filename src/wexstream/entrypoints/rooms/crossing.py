"""What is said to those who are in a room by another process, on its way there, and what came from there."""

import asyncio
import logging
import time
from collections import deque

from wexstream.domain.model.ids import SignalId
from wexstream.domain.model.room import SIGNALS_KEPT, Signal
from wexstream.domain.usecases.stays import Stays
from wexstream.ports.persistence import Contention, StorageUnavailable

WAITING_MOST = 10_000  # signals, while the database is away; then the oldest are dropped
_AT_ONCE_MOST = 500
TRIED_AGAIN_AFTER = 0.5  # seconds

_log = logging.getLogger(__name__)


class Crossing:
    """Hands signals to other processes, those of a moment together and in their order."""

    def __init__(self, stays: Stays) -> None:
        self._stays = stays
        self._waiting: deque[Signal] = deque()
        self._something = asyncio.Event()

    def send(self, signal: Signal) -> None:
        """Have a signal handed over."""
        self._waiting.append(signal)
        self._something.set()
        if len(self._waiting) > WAITING_MOST:
            self._waiting.popleft()

    async def run(self) -> None:
        """Hand over what there is, until it is cancelled."""
        while True:
            await self._something.wait()
            self._something.clear()
            while self._waiting:
                await self._hand_over()

    async def _hand_over(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(len(self._waiting), _AT_ONCE_MOST))]
        try:
            await self._stays.pass_on(some)
        except (Contention, StorageUnavailable):  # perhaps it was done: then it is done twice, which is known
            self._waiting.extendleft(reversed(some))
            await asyncio.sleep(TRIED_AGAIN_AFTER)
        except Exception:  # noqa: BLE001 - whatever it is, what comes next is passed on
            _log.exception("what was said in rooms could not be passed on")


class Known:
    """Which signals were sent or had: hints may come twice, and after a gap all are asked for again."""

    def __init__(self) -> None:
        self._since: dict[SignalId, float] = {}

    def __contains__(self, signal: SignalId) -> bool:
        """Tell whether one is known."""
        return signal in self._since

    def add(self, signal: SignalId) -> bool:
        """Know one from now on; tell whether it is new."""
        now = time.monotonic()
        self._forget(before=now - 2 * SIGNALS_KEPT.total_seconds())
        return self._since.setdefault(signal, now) == now

    def _forget(self, *, before: float) -> None:
        """Forget those known for long, which are first."""
        while self._since and self._since[oldest := next(iter(self._since))] < before:
            del self._since[oldest]
