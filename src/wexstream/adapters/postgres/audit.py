"""The audit log in PostgreSQL, which itself refuses that anything in it is changed, or removed too early."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, purging
from wexstream.domain.model.audit import Entry
from wexstream.domain.model.ids import AccountId

_pseudonym = tables.pseudonyms.c

_ADD = adding(tables.audit)
_FIND = Statement(select(_pseudonym.pseudonym).where(_pseudonym.account_id == bindparam("account")))
_NAME = Statement(
    insert(tables.pseudonyms)
    .values(account_id=bindparam("account"), pseudonym=bindparam("new"))
    .on_conflict_do_nothing(index_elements=[_pseudonym.account_id])
)
# Where our clock is ahead of the database's, what is to be kept by that one is left for the next time.
_PURGE = purging(tables.audit, tables.audit.c.kept_until <= func.least(bindparam("at"), func.now()))


class PostgresAuditLog:
    """What happened, and under which pseudonyms."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, entry: Entry) -> None:
        """Add an entry."""
        await _ADD.execute(self._connection, **rows.from_entry(entry))

    async def pseudonym(self, account: AccountId, *, new: str) -> str:
        """Read the pseudonym of an account, or give it a new one; a faster transaction's is then its."""
        found = await _FIND.fetchrow(self._connection, account=account)
        if found is None:
            await _NAME.execute(self._connection, account=account, new=new)
            (found,) = await _FIND.fetch(self._connection, account=account)
        name: str = found["pseudonym"]
        return name

    async def purge(self, *, at: datetime, most: int) -> int:
        """Remove up to so many entries that need not be kept any more; how many there were."""
        return await _PURGE.execute(self._connection, at=at, most=most)
