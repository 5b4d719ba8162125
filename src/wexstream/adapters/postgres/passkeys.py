"""Passkeys in PostgreSQL."""

from collections.abc import Sequence

from asyncpg import UniqueViolationError
from sqlalchemy import bindparam, delete, select

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, saving
from wexstream.domain.model.errors import PasskeyKnown
from wexstream.domain.model.ids import AccountId, PasskeyId
from wexstream.domain.model.passkey import Passkey

_passkey = tables.passkeys.c

_ADD = adding(tables.passkeys)
_SAVE = saving(tables.passkeys)
_FIND = Statement(select(tables.passkeys).where(_passkey.credential == bindparam("credential")))
_OF = Statement(
    select(tables.passkeys)
    .where(_passkey.account_id == bindparam("account"))
    .order_by(_passkey.created_at, _passkey.id)
)
_REMOVE = Statement(delete(tables.passkeys).where(_passkey.id == bindparam("id")))


class PostgresPasskeys:
    """By what accounts sign in beside a password."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, credential: bytes) -> Passkey | None:
        """Read the one that devices call so."""
        row = await _FIND.fetchrow(self._connection, credential=credential)
        return rows.to_passkey(row) if row else None

    async def of(self, account: AccountId) -> Sequence[Passkey]:
        """Read an account's, first made first."""
        return [rows.to_passkey(row) for row in await _OF.fetch(self._connection, account=account)]

    async def add(self, passkey: Passkey) -> None:
        """Keep a new one. Raises PasskeyKnown."""
        try:
            await _ADD.execute(self._connection, **rows.from_passkey(passkey))
        except UniqueViolationError as error:
            raise PasskeyKnown from error

    async def save(self, passkey: Passkey) -> None:
        """Keep a change."""
        await _SAVE.execute(self._connection, **rows.from_passkey(passkey))

    async def remove(self, passkey: PasskeyId) -> None:
        """Remove one."""
        await _REMOVE.execute(self._connection, id=passkey)
