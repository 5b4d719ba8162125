"""How often it is told that conferences have changed."""

from collections.abc import Callable, Collection

from wexstream.domain.model.ids import ConferenceId

ROOMS_EVERY = 1.0  # seconds, for one conference
TOLD_A_SECOND = 200  # people, of one conference: each of them looks again


class Turns:
    """The more are told of a conference, the more seldom they are: people come and go all the time."""

    def __init__(self, time: Callable[[], float]) -> None:
        """Tell the time, in seconds, by ``time``."""
        self._time = time
        self._next: dict[ConferenceId, float] = {}

    def ready(self, conferences: Collection[ConferenceId]) -> set[ConferenceId]:
        """Pick those whose turn it is."""
        now = self._time()
        self._next = {name: time for name, time in self._next.items() if time > now}
        return {name for name in conferences if name not in self._next}

    def wait(self, conferences: Collection[ConferenceId]) -> float:
        """Tell in how many seconds it is the next one's turn. There is at least one."""
        now = self._time()
        return max(0.0, min(self._next.get(name, now) for name in conferences) - now)

    def told(self, conference: ConferenceId, people: int) -> None:
        """Note that people are told of one now."""
        self._next[conference] = self._time() + max(ROOMS_EVERY, people / TOLD_A_SECOND)
