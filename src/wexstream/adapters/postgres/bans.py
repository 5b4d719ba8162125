"""Bans of addresses in PostgreSQL."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.statements import Connection, Statement

_is_it = tables.bans.c.digest == bindparam("digest")

_ADD = Statement(insert(tables.bans).values(digest=bindparam("digest")).on_conflict_do_nothing())
_REMOVE = Statement(delete(tables.bans).where(_is_it))
_FIND = Statement(select(tables.bans).where(_is_it))


class PostgresBans:
    """Keyed hashes of addresses that may not sign up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, digest: bytes) -> None:
        """Ban an address, if it is not banned already."""
        await _ADD.execute(self._connection, digest=digest)

    async def remove(self, digest: bytes) -> None:
        """Lift a ban, if there is one."""
        await _REMOVE.execute(self._connection, digest=digest)

    async def has(self, digest: bytes) -> bool:
        """Tell whether an address is banned."""
        return await _FIND.fetchrow(self._connection, digest=digest) is not None
