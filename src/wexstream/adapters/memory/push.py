"""Push within one process."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager

from wexstream.ports.push import Hint, Listener


class MemoryPush:
    """Tells listeners at once; nothing is ever missed."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def publish(self, hints: Iterable[Hint]) -> None:
        """Tell all who listen."""
        for hint in hints:
            for listener in tuple(self._listeners):
                listener.receive(hint)

    @contextmanager
    def listen(self, listener: Listener) -> Generator[None]:
        """Have a listener told until the end of the context."""
        self._listeners.append(listener)
        listener.miss()
        try:
            yield
        finally:
            self._listeners.remove(listener)
