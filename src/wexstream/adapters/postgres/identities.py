"""Identities at other services, in PostgreSQL."""

from collections.abc import Sequence

from asyncpg import UniqueViolationError
from sqlalchemy import bindparam, delete, select

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, is_text
from wexstream.domain.model.errors import IdentityTaken
from wexstream.domain.model.identity import Identity, Provider
from wexstream.domain.model.ids import AccountId

_identity = tables.identities.c
_is_own = _identity.account_id == bindparam("account")

_ADD = adding(tables.identities)
_FIND = Statement(
    select(tables.identities).where(
        _identity.issuer == bindparam("issuer"), _identity.subject == bindparam("subject")
    )
)
_OF = Statement(select(tables.identities).where(_is_own).order_by(_identity.linked_at, _identity.issuer))
_REMOVE = Statement(delete(tables.identities).where(_is_own, _identity.provider == bindparam("provider")))


class PostgresIdentities:
    """Who accounts are elsewhere."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, issuer: str, subject: str) -> Identity | None:
        """Read who somebody at an issuer is here; nobody is what no text can be."""
        if not is_text(subject):
            return None
        row = await _FIND.fetchrow(self._connection, issuer=issuer, subject=subject)
        return rows.to_identity(row) if row else None

    async def of(self, account: AccountId) -> Sequence[Identity]:
        """Read an account's, first linked first."""
        return [rows.to_identity(row) for row in await _OF.fetch(self._connection, account=account)]

    async def add(self, identity: Identity) -> None:
        """Keep a new one. Raises IdentityTaken."""
        try:
            await _ADD.execute(self._connection, **rows.from_identity(identity))
        except UniqueViolationError as error:
            raise IdentityTaken from error

    async def remove(self, account: AccountId, provider: Provider) -> None:
        """Remove those that an account has at a provider."""
        await _REMOVE.execute(self._connection, account=account, provider=provider)
