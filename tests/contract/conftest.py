"""The adapters that keep things: each promise of a port is asked of all of them."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support import postgres
from tests.support.storage import MemoryStorage, Storage
from wexstream.ports.persistence import UnitOfWork


@pytest.fixture(scope="session")
async def postgres_pool(postgres_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    async with postgres.postgres_pool(postgres_dsn) as pool:
        yield pool


@pytest.fixture
def memory_storage() -> Storage:
    return MemoryStorage()


@pytest.fixture
async def postgres_storage(postgres_pool: asyncpg.Pool, postgres_dsn: str) -> Storage:
    storage = postgres.PostgresStorage(postgres_dsn, postgres_pool)
    await storage.empty()
    return storage


@pytest.fixture(params=["memory", "postgres"])
def storage(request: pytest.FixtureRequest) -> Storage:
    storage: Storage = request.getfixturevalue(f"{request.param}_storage")
    return storage


@pytest.fixture
def unit(storage: Storage) -> UnitOfWork:
    return storage.unit
