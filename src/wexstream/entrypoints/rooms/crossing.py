"""What is said to those who are in a room by another process, on its way there, and what came from there."""

import time

from wexstream.domain.model.ids import SignalId
from wexstream.domain.model.room import SIGNALS_KEPT, Signal
from wexstream.domain.usecases.stays import Stays
from wexstream.entrypoints.rooms.backlog import Backlog

SIZE_MOST = 16 * 1024 * 1024  # bytes of what waits while the database is away; then the oldest are dropped
_AT_ONCE_MOST = 500
_BESIDE_DATA = 1024  # bytes, about, that a signal takes


class Crossing(Backlog[Signal]):
    """Hands signals to other processes, those of a moment together and in their order."""

    def __init__(self, stays: Stays) -> None:
        super().__init__(
            stays.pass_on,
            at_once=_AT_ONCE_MOST,
            complaint="what was said in rooms could not be passed on",
            size=_size,
            most=SIZE_MOST,
        )


def _size(signal: Signal) -> int:
    return _BESIDE_DATA + len(signal.data or "")


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
