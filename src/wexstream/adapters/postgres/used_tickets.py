"""Used tickets of signing in, in PostgreSQL."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.statements import Connection, Statement, purging
from wexstream.domain.model.ids import TicketId

_new_ticket = insert(tables.used_tickets).values(id=bindparam("id"), until=bindparam("until"))

_USE = Statement(_new_ticket.on_conflict_do_nothing())
_PURGE = purging(tables.used_tickets, tables.used_tickets.c.until < bindparam("before"))


class PostgresUsedTickets:
    """Which tickets were used."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def use(self, ticket: TicketId, *, until: datetime) -> bool:
        """Note that one is used; False where it was before."""
        return await _USE.execute(self._connection, id=ticket, until=until) > 0

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that are good no more; how many there were."""
        return await _PURGE.execute(self._connection, before=before, most=most)
