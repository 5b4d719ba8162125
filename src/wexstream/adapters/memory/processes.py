"""Serving processes in memory."""

from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.ids import ProcessId


class MemoryProcesses:
    """The serving processes, and until when each is known to live."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def keep_alive(self, process: ProcessId, *, until: datetime) -> None:
        """Note that one lives until a time."""
        (await self._draft.change()).processes[process] = until

    async def end(self, process: ProcessId) -> None:
        """Forget one, if it is there."""
        (await self._draft.change()).processes.pop(process, None)

    async def purge(self, *, before: datetime) -> None:
        """Forget those that were not known to live since."""
        (await self._draft.change()).processes.remove_where(lambda alive_until: alive_until < before)
