"""Databases, and what is kept in them."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support.databases import empty_database
from tests.support.postgres import PostgresStorage, postgres_pool


@pytest.fixture
async def database(postgres_dsn: str) -> AsyncIterator[str]:
    """The address of an empty database of the test's own."""
    async with empty_database(postgres_dsn) as dsn:
        yield dsn


@pytest.fixture(scope="session")
async def dsn(postgres_dsn: str) -> AsyncIterator[str]:
    """The address of a database for the tests that share a migrated one."""
    async with empty_database(postgres_dsn) as dsn:
        yield dsn


@pytest.fixture(scope="session")
async def shared_pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    async with postgres_pool(dsn) as pool:
        yield pool


@pytest.fixture
async def pool(dsn: str, shared_pool: asyncpg.Pool) -> asyncpg.Pool:
    """Connections to a migrated database in which there is nothing."""
    await PostgresStorage(dsn, shared_pool).empty()
    return shared_pool


@pytest.fixture
def storage(dsn: str, pool: asyncpg.Pool) -> PostgresStorage:
    return PostgresStorage(dsn, pool)
