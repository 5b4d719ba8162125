"""Bans of addresses in PostgreSQL."""

from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.statements import Connection, Statement, purging

_is_it = tables.bans.c.digest == bindparam("digest")

_new = insert(tables.bans).values(digest=bindparam("digest"), until=bindparam("until"))
_ADD = Statement(_new.on_conflict_do_update(index_elements=["digest"], set_={"until": _new.excluded.until}))
_REMOVE = Statement(delete(tables.bans).where(_is_it))
_FIND = Statement(
    select(tables.bans).where(
        _is_it, or_(tables.bans.c.until.is_(None), tables.bans.c.until > bindparam("at"))
    )
)
_PURGE = purging(tables.bans, tables.bans.c.until < bindparam("before"))


class PostgresBans:
    """Keyed hashes of addresses that may not sign up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, digest: bytes, *, until: datetime | None) -> None:
        """Ban an address until a time, or for good."""
        await _ADD.execute(self._connection, digest=digest, until=until)

    async def remove(self, digest: bytes) -> None:
        """Lift a ban, if there is one."""
        await _REMOVE.execute(self._connection, digest=digest)

    async def has(self, digest: bytes, *, at: datetime) -> bool:
        """Tell whether an address is banned at a time."""
        return await _FIND.fetchrow(self._connection, digest=digest, at=at) is not None

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those that ended before a time; how many there were."""
        return await _PURGE.execute(self._connection, before=before, most=most)
