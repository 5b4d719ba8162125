"""Idempotency keys in PostgreSQL."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.statements import Connection, Statement, purging
from wexstream.domain.model.errors import KeyReused
from wexstream.domain.model.ids import AccountId

_key = tables.idempotency_keys.c
_new = insert(tables.idempotency_keys).values({column.name: bindparam(column.name) for column in _key})

# The update changes nothing: it waits for whoever claims the key at this moment, and reads what he claimed.
_CLAIM = Statement(
    _new.on_conflict_do_update(
        index_elements=[_key.account_id, _key.key], set_={"claimed_at": _key.claimed_at}
    ).returning(_key.digest, _key.made)
)
_FIND = Statement(
    select(_key.digest, _key.made).where(
        _key.account_id == bindparam("account"), _key.key == bindparam("key", type_=Text())
    )
)
_PURGE = purging(tables.idempotency_keys, _key.claimed_at < bindparam("before"))


class PostgresKeys:
    """Which thing a request has made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(self, account: AccountId, key: str, *, digest: bytes, made: UUID, at: datetime) -> UUID:
        """Note what a request makes, and answer with it, or with what it made before. Raises KeyReused."""
        [kept] = await _CLAIM.fetch(
            self._connection, account_id=account, key=key, digest=digest, made=made, claimed_at=at
        )
        if kept["digest"] != digest:
            raise KeyReused
        first: UUID = kept["made"]
        return first

    async def find(self, account: AccountId, key: str, *, digest: bytes) -> UUID | None:
        """Tell what a request has made, if it has. Raises KeyReused."""
        kept = await _FIND.fetchrow(self._connection, account=account, key=key)
        if kept is not None and kept["digest"] != digest:
            raise KeyReused
        return kept["made"] if kept else None

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those noted before; how many there were."""
        return await _PURGE.execute(self._connection, before=before, most=most)
