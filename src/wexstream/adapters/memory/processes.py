"""Serving processes in memory."""

from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.store import Life
from wexstream.domain.model.ids import ProcessId


class MemoryProcesses:
    """The serving processes, and until when each is known to live."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def keep_alive(self, process: ProcessId, *, at: datetime, until: datetime) -> None:
        """Note that one lives now, and until a time."""
        processes = (await self._draft.change()).processes
        before = processes.get(process)
        since = min(before.since, at) if before and before.alive_until >= at else at
        processes[process] = Life(since=since, alive_until=until)

    async def settled(self, *, since: datetime, at: datetime) -> bool:
        """Tell whether one that lives at a time does so since another, or there is none at all."""
        lives = self._draft.read().processes.values()
        return not lives or any(life.alive_until >= at and life.since <= since for life in lives)

    async def end(self, process: ProcessId) -> None:
        """Forget one, if it is there."""
        (await self._draft.change()).processes.pop(process, None)

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that were not known to live since; how many there were."""
        processes = (await self._draft.change()).processes
        return processes.remove_some(lambda life: life.alive_until < before, most=most)
