"""What is said in rooms, on its way through memory."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.room import Signal
from wexstream.ports.push import Note, SignalsSent


class MemorySignals:
    """What people say to those who are in a room by another process."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def add(self, signals: Iterable[Signal]) -> None:
        """Send some."""
        sent = list(signals)
        kept = (await self._draft.change()).signals
        for signal in sent:
            kept[signal.id] = signal
        for conference, some in groupby(sent, key=lambda signal: signal.conference):
            names = tuple(signal.id for signal in some)
            self._note(SignalsSent(conference=conference, signals=names))

    async def purge(self, *, before: datetime) -> None:
        """Forget those sent before."""
        (await self._draft.change()).signals.remove_where(lambda signal: signal.at < before)
