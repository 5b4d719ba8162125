"""The whole platform on PostgreSQL, for people who act at the same time."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support import postgres
from tests.support.platform import Platform


@pytest.fixture(scope="module")
async def pool(postgres_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    async with postgres.postgres_pool(postgres_dsn) as opened:
        yield opened


@pytest.fixture
async def platform(postgres_dsn: str, pool: asyncpg.Pool) -> Platform:
    storage = postgres.PostgresStorage(postgres_dsn, pool)
    await storage.empty()
    return Platform(storage)
