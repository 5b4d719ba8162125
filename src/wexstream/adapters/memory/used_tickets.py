"""Used tickets of signing in, in memory."""

from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.ids import TicketId


class MemoryUsedTickets:
    """Which tickets were used."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def use(self, ticket: TicketId, *, until: datetime) -> bool:
        """Note that one is used; False where it was before."""
        tickets = (await self._draft.change()).tickets
        used = ticket in tickets
        tickets[ticket] = until
        return not used

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that are good no more; how many there were."""
        tickets = (await self._draft.change()).tickets
        return tickets.remove_some(lambda until: until < before, most=most)
