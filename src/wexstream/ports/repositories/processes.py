"""Serving processes, as transactions keep them."""

from datetime import datetime
from typing import Protocol

from wexstream.domain.model.ids import ProcessId


class Processes(Protocol):
    """The serving processes, and until when each is known to live."""

    async def keep_alive(self, process: ProcessId, *, at: datetime, until: datetime) -> None:
        """Note that one lives now, and until a time.

        It does so since the first time that it said this, or said it again after it was thought to be dead.
        """
        ...

    async def settled(self, *, since: datetime, at: datetime) -> bool:
        """Tell whether one that lives at a time does so ``since``, or there is none at all.

        Else all may have been out of touch, and cannot tell yet whom they hold.
        """
        ...

    async def end(self, process: ProcessId) -> None:
        """Forget one that stops; none there, nothing happens."""
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that were not known to live since; how many there were."""
        ...
