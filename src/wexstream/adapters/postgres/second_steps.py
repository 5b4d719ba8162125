"""Second steps of signing in, in PostgreSQL."""

from collections.abc import Iterable

from sqlalchemy import ARRAY, LargeBinary, Uuid, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.second_step import SecondStep

_step = tables.second_steps.c
_code = tables.recovery_codes.c
_new_step = postgresql.insert(tables.second_steps).values({one.name: bindparam(one.name) for one in _step})
_codes_of = delete(tables.recovery_codes).where(_code.account_id == bindparam("account", type_=Uuid()))

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
