"""Used tickets of signing in, as transactions keep them."""

from datetime import datetime
from typing import Protocol

from wexstream.domain.model.ids import TicketId


class UsedTickets(Protocol):
    """Which tickets were used, for as long as they would be good."""

    async def use(self, ticket: TicketId, *, until: datetime) -> bool:
        """Note that one is used; False where it was before. Who uses it at the same time is waited for."""
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that are good no more; how many there were."""
        ...
