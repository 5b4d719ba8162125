"""Accounts in PostgreSQL."""

from collections.abc import Iterable, Mapping

from asyncpg import Record, UniqueViolationError
from sqlalchemy import bindparam, func, select

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.erasure import erase
from wexstream.adapters.postgres.statements import Connection, Statement, adding, is_among, is_text, saving
from wexstream.domain.model.account import Account, Holders, holders
from wexstream.domain.model.errors import AddressTaken
from wexstream.domain.model.ids import AccountId
from wexstream.ports.push import AccountChanged, Note

_ADDRESSES = 0x77657861  # sets the locks of addresses apart from advisory locks of other things

_account = tables.accounts.c
_of_address = (
    select(tables.accounts).where(_account.address_key == bindparam("address_key")).order_by(_account.id)
)
_several = select(tables.accounts).where(is_among(_account.id, "ids")).order_by(_account.id)

_FIND = Statement(select(tables.accounts).where(_account.id == bindparam("id")))
_FIND_BY_ADDRESS = Statement(_of_address)
_ANY = Statement(select(_account.id).limit(1))
_HOLD = Statement(_several.with_for_update(read=True))
_LOCK = Statement(_several.with_for_update())
_LOCK_ADDRESS = Statement(
    select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("address_key"), _ADDRESSES)))
)
_LOCK_OF_ADDRESS = Statement(_of_address.with_for_update())
_ADD = adding(tables.accounts)
_SAVE = saving(tables.accounts)


class PostgresAccounts:
    """Registered persons."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def find(self, account: AccountId) -> Account | None:
        """Read one."""
        return _one(await _FIND.fetchrow(self._connection, id=account))

    async def find_by_address(self, address_key: str) -> Holders:
        """Read those of an address; nobody has what no text can be."""
        if not is_text(address_key):
            return Holders()
        return _holders(await _FIND_BY_ADDRESS.fetch(self._connection, address_key=address_key))

    async def any_exists(self) -> bool:
        """Tell whether anybody is registered."""
        return await _ANY.fetchrow(self._connection) is not None

    async def hold(self, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
        """Read and hold those that exist."""
        return _by_id(await _HOLD.fetch(self._connection, ids=list(accounts)))

    async def lock(self, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
        """Read and lock those that exist."""
        return _by_id(await _LOCK.fetch(self._connection, ids=list(accounts)))

    async def lock_by_address(self, address_key: str) -> Holders:
        """Lock an address, and then the accounts that have it by now."""
        await _LOCK_ADDRESS.execute(self._connection, address_key=address_key)
        return _holders(await _LOCK_OF_ADDRESS.fetch(self._connection, address_key=address_key))

    async def add(self, account: Account) -> None:
        """Keep a new one. Raises AddressTaken."""
        await self._keep(_ADD, account)

    async def save(self, account: Account) -> None:
        """Keep a change. Raises AddressTaken."""
        await self._keep(_SAVE, account)
        self._note(AccountChanged(account=account.id))

    async def erase(self, account: AccountId) -> None:
        """Erase one, with everything that is its own."""
        await erase(self._connection, account)
        self._note(AccountChanged(account=account))

    async def _keep(self, statement: Statement, account: Account) -> None:
        try:
            await statement.execute(self._connection, **rows.from_account(account))
        except UniqueViolationError as error:
            if error.constraint_name == tables.UNIQUE_ADDRESS:
                raise AddressTaken from error
            raise


def _one(row: Record | None) -> Account | None:
    return rows.to_account(row) if row else None


def _holders(found: Iterable[Record]) -> Holders:
    return holders(rows.to_account(row) for row in found)


def _by_id(found: Iterable[Record]) -> Mapping[AccountId, Account]:
    accounts = (rows.to_account(row) for row in found)
    return {account.id: account for account in accounts}
