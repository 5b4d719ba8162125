"""How the adapters have a connection; where what keeps them from the database becomes StorageUnavailable.

What the database says about a statement itself (constraints, deadlocks, our own mistakes) is left as it is.
"""

import asyncio
import logging
from types import TracebackType
from typing import Literal

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from wexstream.adapters.outage import Outage
from wexstream.adapters.postgres.trouble import LOST, explained
from wexstream.ports.persistence import StorageUnavailable

CONNECTED_WITHIN = 5.0  # seconds to get a connection, whether the server is slow or all are in use

_SHORTAGES = (
    TimeoutError,  # no answer within the pool's patience
    asyncpg.ConnectionDoesNotExistError,
    asyncpg.ConnectionFailureError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.OperatorInterventionError,  # it shuts down, starts, or was told to give up
    asyncpg.ReadOnlySQLTransactionError,  # it follows another one by now, or is kept from filling its disk
    asyncpg.InsufficientResourcesError,  # no memory, no room on the disk, too many clients
    asyncpg.PostgresIOError,
    asyncpg.InternalClientError,  # a farewell has come between two statements
)
_OF_THE_CONNECTION = (OSError, asyncpg.InterfaceError)  # or of our making, while it stands

_outage = Outage(
    logging.getLogger(__name__),
    began="the database cannot be used just now",
    over="the database can be used again",
)


class _Queue:
    """How many in this process wait for a connection."""

    length = 0


def waiting() -> int:
    """Tell how many in this process wait for a connection."""
    return _Queue.length


class Reached:
    """A connection of a pool, within a context. Raises StorageUnavailable."""

    __slots__ = ("_connection", "_pool")

    _connection: PoolConnectionProxy

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> PoolConnectionProxy:
        _Queue.length += 1
        try:
            async with asyncio.timeout(CONNECTED_WITHIN):
                self._connection = await self._pool.acquire()
        except LOST as error:
            raise _unavailable(error) from error
        finally:
            _Queue.length -= 1
        return self._connection

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if error is None or not self._means_a_shortage(error):
            await self._pool.release(self._connection, timeout=CONNECTED_WITHIN)
            _outage.end()
            return
        await self._give_up()
        raise _unavailable(error) from error

    def _means_a_shortage(self, error: BaseException) -> bool:
        return isinstance(error, _SHORTAGES) or (isinstance(error, _OF_THE_CONNECTION) and self._is_lost())

    def _is_lost(self) -> bool:
        try:
            return self._connection.is_closed()
        except asyncpg.InterfaceError:  # lost so thoroughly that the pool has taken it back
            return True

    async def _give_up(self) -> None:
        """Drop the connection, without waiting for a server that may never answer."""
        if not self._is_lost():
            self._connection.terminate()
        await self._pool.release(self._connection)


class ReachedForTransaction(Reached):
    """A connection in a transaction: committed at the end of the context, rolled back by an error.

    Raises StorageUnavailable also where it is not known whether it was committed.
    """

    __slots__ = ("_isolation", "_readonly", "_transaction")

    _isolation: Literal["read_committed", "repeatable_read"]

    def __init__(
        self,
        pool: asyncpg.Pool,
        *,
        isolation: Literal["read_committed", "repeatable_read"],
        readonly: bool = False,
    ) -> None:
        super().__init__(pool)
        self._isolation = isolation
        self._readonly = readonly

    async def __aenter__(self) -> PoolConnectionProxy:
        connection = await super().__aenter__()
        self._transaction = connection.transaction(isolation=self._isolation, readonly=self._readonly)
        try:
            await self._transaction.start()
        except BaseException as error:
            await super().__aexit__(type(error), error, error.__traceback__)
            raise
        return connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self._transaction.commit()
            elif not self._means_a_shortage(error):
                await self._roll_back()
        except BaseException as failure:
            await super().__aexit__(type(failure), failure, failure.__traceback__)
            raise
        await super().__aexit__(kind, error, traceback)

    async def _roll_back(self) -> None:
        """Roll back; on a connection that breaks meanwhile, the server does."""
        try:
            await self._transaction.rollback()
        except Exception as failure:
            if not self._means_a_shortage(failure):
                raise
            await self._give_up()


def _unavailable(error: BaseException) -> StorageUnavailable:
    what = explained(error)
    _outage.begin(what)
    return StorageUnavailable(what)
