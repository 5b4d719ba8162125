"""What is done to a storage and undone again, so that many things can be tried in one prepared world."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg


class _Within:
    """A connection in a transaction, of which other transactions are a part."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def transaction(self, **_: Any) -> Any:
        return self._connection.transaction()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class UndoingPool:
    """Connections of a pool; while everything is undone, one of them for all, one after the other."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._within: _Within | None = None
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        """Undo at the end of the context what was done within."""
        async with self._pool.acquire() as connection:
            transaction = connection.transaction()
            await transaction.start()
            self._within = _Within(connection)
            try:
                yield
            finally:
                self._within = None
                await transaction.rollback()

    async def acquire(self) -> Any:
        if self._within is None:
            return await self._pool.acquire()
        await self._turn.acquire()
        return self._within

    async def release(self, connection: Any, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as asyncpg's
        if isinstance(connection, _Within):
            self._turn.release()
        else:
            await self._pool.release(connection, timeout=timeout)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)
