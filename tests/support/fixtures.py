"""What tests over storage ask for; a folder of them names these in its conftest."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support import postgres
from tests.support.carriers import Carrier, postgres_carrier
from tests.support.storage import MemoryStorage, Storage
from wexstream.ports.persistence import UnitOfWork


@pytest.fixture(scope="session")
async def postgres_pool(postgres_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    async with postgres.postgres_pool(postgres_dsn) as pool:
        yield pool


@pytest.fixture
async def postgres_storage(postgres_pool: asyncpg.Pool, postgres_dsn: str) -> Storage:
    storage = postgres.PostgresStorage(postgres_dsn, postgres_pool)
    await storage.empty()
    return storage


@pytest.fixture
def memory_storage() -> Storage:
    return MemoryStorage()


@pytest.fixture(params=["memory", "postgres"])
def storage(request: pytest.FixtureRequest) -> Storage:
    """Each adapter that keeps things, in turn: empty, and with time in the test's hand."""
    storage: Storage = request.getfixturevalue(f"{request.param}_storage")
    return storage


@pytest.fixture
def unit(storage: Storage) -> UnitOfWork:
    return storage.unit


@pytest.fixture(params=["postgres"])
def carrier(request: pytest.FixtureRequest) -> Carrier:
    """What carries hints between processes, in turn."""
    return postgres_carrier(*(request.getfixturevalue(f"{request.param}_{name}") for name in ("dsn", "pool")))
