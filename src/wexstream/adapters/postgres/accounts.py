"""Accounts in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from asyncpg import Record, UniqueViolationError
from sqlalchemy import ARRAY, Integer, Uuid, bindparam, case, func, or_, select, union

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.erasure import erase
from wexstream.adapters.postgres.statements import Connection, Statement, adding, is_among, is_text, replacing
from wexstream.adapters.postgres.visible import blocked_with
from wexstream.domain.model.account import Account, AccountState, Holders, holders
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.errors import AddressTaken
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.relation import RelationState
from wexstream.ports.push import APPEARING, AccountChanged, ListsChanged, Note, RoomChanged
from wexstream.ports.repositories.accounts import DUE_MOST

_ADDRESSES = 0x77657861  # sets the locks of addresses apart from advisory locks of other things

_account = tables.accounts.c
_of_address = (
    select(tables.accounts).where(_account.address_key == bindparam("address_key")).order_by(_account.id)
)
_several = select(tables.accounts).where(is_among(_account.id, "ids")).order_by(_account.id)

_FIND = Statement(select(tables.accounts).where(_account.id == bindparam("id")))
_FIND_BY_ADDRESS = Statement(_of_address)
_UNVERIFIED = Statement(
    select(_account.id)
    .where(_account.state == AccountState.UNVERIFIED.value, _account.created_at < bindparam("since"))
    .order_by(_account.created_at, _account.id)
    .limit(bindparam("most", type_=Integer()))
)
_ANY = Statement(select(_account.id).limit(1))
_DUE_BACK = Statement(
    select(_account.id)
    .where(_account.suspended_until <= bindparam("at"), _account.state == AccountState.SUSPENDED.value)
    .order_by(_account.suspended_until)
    .limit(DUE_MOST)
)
_OTHER_MODERATORS = Statement(
    select(_account.id)
    .where(
        _account.moderator,
        _account.state == AccountState.ACTIVE.value,
        _account.id != func.all(bindparam("accounts", type_=ARRAY(Uuid()))),
    )
    .limit(1)
)
_SHOWING = Statement(select(_account.id).where(_account.picture == bindparam("picture")).limit(1))
_HOLD = Statement(_several.with_for_update(read=True))
_LOCK = Statement(_several.with_for_update())
_LOCK_ADDRESS = Statement(
    select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("address_key"), _ADDRESSES)))
)
_LOCK_OF_ADDRESS = Statement(_of_address.with_for_update())
_ADD = adding(tables.accounts)
_SAVE = replacing(tables.accounts)
_relation = tables.relations.c
_conference = tables.conferences.c
_member = tables.members.c
_it = bindparam("account", type_=Uuid())
_ACQUAINTED = Statement(
    union(
        select(case((_relation.low_id == _it, _relation.high_id), else_=_relation.low_id).label("id")).where(
            or_(_relation.low_id == _it, _relation.high_id == _it),
            _relation.state != RelationState.NONE.value,
        ),
        select(tables.notifications.c.account_id).where(tables.notifications.c.actor_id == _it),
        select(_member.account_id)
        .join(tables.conferences, _conference.id == _member.conference_id)
        .where(
            _conference.speaker_id == _it,
            _conference.visibility == Visibility.PUBLIC.value,
            _member.account_id.not_in(blocked_with(_it)),
        ),
    )
)


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

    async def unverified(self, *, since: datetime, most: int) -> Sequence[AccountId]:
        """Name up to so many that are unverified since before a time, the oldest first."""
        found = await _UNVERIFIED.fetch(self._connection, since=since, most=most)
        return [AccountId(row["id"]) for row in found]

    async def any_exists(self) -> bool:
        """Tell whether anybody is registered."""
        return await _ANY.fetchrow(self._connection) is not None

    async def due_back(self, *, at: datetime) -> Sequence[AccountId]:
        """Name those that were suspended until a time that has come."""
        return [AccountId(row["id"]) for row in await _DUE_BACK.fetch(self._connection, at=at)]

    async def has_moderator_besides(self, *accounts: AccountId) -> bool:
        """Tell whether anybody else is an active moderator."""
        return await _OTHER_MODERATORS.fetchrow(self._connection, accounts=list(accounts)) is not None

    async def shows(self, picture: PictureId) -> bool:
        """Tell whether somebody has a picture."""
        return await _SHOWING.fetchrow(self._connection, picture=picture) is not None

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
        before = await self._keep(_SAVE, account)
        self._note(AccountChanged(account=account.id))
        if before is not None and before["state"] != account.state:
            await self._tell_acquainted(account.id)

    async def erase(self, account: AccountId) -> None:
        """Erase one, with everything that is its own."""
        await self._tell_acquainted(account)
        for conference in await erase(self._connection, account):
            self._note(RoomChanged(conference=conference))
        self._note(AccountChanged(account=account))

    async def _tell_acquainted(self, account: AccountId) -> None:
        """Tell those in whose lists an account is that it has appeared there, or is gone from them."""
        found = await _ACQUAINTED.fetch(self._connection, account=account)
        if found:
            acquainted = tuple(sorted(AccountId(row["id"]) for row in found))
            self._note(ListsChanged(accounts=acquainted, topics=APPEARING))

    async def _keep(self, statement: Statement, account: Account) -> Record | None:
        try:
            return await statement.fetchrow(self._connection, **rows.from_account(account))
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
