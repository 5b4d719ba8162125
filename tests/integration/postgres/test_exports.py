"""Exports of much: page by page of one moment, by few connections, which are free as soon as they can be."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

import asyncpg
import pytest

from tests.support.builders import account, notification, viewer
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.postgres import PostgresStorage
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.postgres.queries import PostgresQueries
from wexstream.adapters.postgres.queries.export import AT_ONCE, PAGE
from wexstream.domain.model.account import Account

MANY = 2 * PAGE + 1
_BUSY = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'
"""


@pytest.fixture
async def ada(storage: PostgresStorage) -> Account:
    """Somebody who was told a lot."""
    ada, bob = account("Ada"), account("Bob")
    await keep(storage.unit, ada, bob)
    told = [replace(notification(ada, actor=bob), created_at=NOW) for _ in range(MANY)]
    await storage.unit.run(lambda tx: tx.notifications.add(told))
    return ada


async def test_no_more_than_a_page_is_held_and_all_is_of_one_moment(
    storage: PostgresStorage, pool: asyncpg.Pool, ada: Account
) -> None:
    async with storage.queries.export(viewer(ada)) as taken:
        assert taken is not None
        sizes: list[int] = []
        async for rows in taken.notifications:
            sizes.append(len(rows))
            await pool.execute("DELETE FROM notifications")
    assert sizes == [PAGE, PAGE, 1]


async def test_few_are_read_at_once_and_others_wait_while_everybody_else_is_served(
    storage: PostgresStorage, dsn: str, ada: Account
) -> None:
    first = [account(f"Asks before {number}") for number in range(AT_ONCE)]
    await keep(storage.unit, *first)
    async with open_pool(dsn, size=AT_ONCE + 1) as pool, AsyncExitStack() as stack:
        queries = PostgresQueries(pool)
        for one in first:
            await stack.enter_async_context(queries.export(viewer(one)))
        waiting = asyncio.create_task(stack.enter_async_context(queries.export(viewer(ada))))
        assert await queries.me(viewer(ada)) is not None
        assert await pool.fetchval(_BUSY) == AT_ONCE
        assert not waiting.done()
        await stack.aclose()
        assert await waiting is not None
        await stack.aclose()


async def test_one_that_is_given_up_in_the_middle_holds_its_connection_no_more(
    dsn: str, ada: Account
) -> None:
    async with open_pool(dsn, size=1) as pool:
        queries = PostgresQueries(pool)
        reads = asyncio.Event()

        async def read() -> None:
            async with queries.export(viewer(ada)) as taken:
                assert taken is not None
                async for _ in taken.notifications:
                    reads.set()
                    await asyncio.Event().wait()

        reading = asyncio.create_task(read())
        await reads.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert pool.get_idle_size() == 1
        assert await queries.me(viewer(ada)) is not None
