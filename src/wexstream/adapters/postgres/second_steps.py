"""Second steps of signing in, in PostgreSQL."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ARRAY, LargeBinary, Uuid, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, purging
from wexstream.domain.model.ids import AccountId, TicketId
from wexstream.domain.model.second_step import SecondStep

_step = tables.second_steps.c
_code = tables.recovery_codes.c
_new_step = postgresql.insert(tables.second_steps).values({one.name: bindparam(one.name) for one in _step})
_codes_of = delete(tables.recovery_codes).where(_code.account_id == bindparam("account", type_=Uuid()))
_new_ticket = postgresql.insert(tables.used_tickets).values(id=bindparam("id"), until=bindparam("until"))

_OF = Statement(select(tables.second_steps).where(_step.account_id == bindparam("account")))
_SAVE = Statement(
    _new_step.on_conflict_do_update(
        index_elements=[_step.account_id],
        set_={one.name: _new_step.excluded[one.name] for one in _step if not one.primary_key},
    )
)
_REMOVE = Statement(delete(tables.second_steps).where(_step.account_id == bindparam("account")))
_REMOVE_CODES = Statement(_codes_of)
_KEEP_CODES = Statement(
    insert(tables.recovery_codes).from_select(
        ["account_id", "digest"],
        select(
            bindparam("account", type_=Uuid()),
            func.unnest(bindparam("digests", type_=ARRAY(LargeBinary()))),
        ),
    )
)
_USE_CODE = Statement(_codes_of.where(_code.digest == bindparam("digest")))
_USE_TICKET = Statement(_new_ticket.on_conflict_do_nothing())
_PURGE_TICKETS = purging(tables.used_tickets, tables.used_tickets.c.until < bindparam("before"))


class PostgresSecondSteps:
    """The apps of accounts, and digests of the codes kept for when those are gone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of(self, account: AccountId) -> SecondStep | None:
        """Read an account's."""
        row = await _OF.fetchrow(self._connection, account=account)
        return rows.to_second_step(row) if row else None

    async def save(self, second_step: SecondStep) -> None:
        """Keep one."""
        await _SAVE.execute(self._connection, **rows.from_second_step(second_step))

    async def remove(self, account: AccountId) -> None:
        """Remove an account's, with all codes that are kept."""
        await _REMOVE.execute(self._connection, account=account)
        await _REMOVE_CODES.execute(self._connection, account=account)

    async def keep_codes(self, account: AccountId, digests: Iterable[bytes]) -> None:
        """Keep an account's codes, in the place of all others."""
        await _REMOVE_CODES.execute(self._connection, account=account)
        await _KEEP_CODES.execute(self._connection, account=account, digests=list(digests))

    async def use_code(self, account: AccountId, digest: bytes) -> bool:
        """Remove a code; tell whether the account had it."""
        return await _USE_CODE.execute(self._connection, account=account, digest=digest) > 0


class PostgresTickets:
    """Which tickets were used."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def use(self, ticket: TicketId, *, until: datetime) -> bool:
        """Note that one is used; False where it was before."""
        return await _USE_TICKET.execute(self._connection, id=ticket, until=until) > 0

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that are good no more; how many there were."""
        return await _PURGE_TICKETS.execute(self._connection, before=before, most=most)
