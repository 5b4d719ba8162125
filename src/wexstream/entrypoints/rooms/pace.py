"""How fast a client may send."""

from collections.abc import Callable

FRAMES_A_SECOND = 60
BURST = 300  # frames at once, which is what five seconds allow


class Pace:
    """A bucket of frames that fills as time passes (token bucket)."""

    def __init__(self, time: Callable[[], float]) -> None:
        """Tell the time, in seconds, by ``time``."""
        self._time = time
        self._left = float(BURST)
        self._at = time()

    def take(self) -> bool:
        """Take one; tell whether there was one."""
        now = self._time()
        self._left = min(BURST, self._left + (now - self._at) * FRAMES_A_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
