"""What tests over storage ask for; a folder of them names these in its conftest."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support import postgres, valkey
from tests.support.carriers import Carrier, postgres_carrier, valkey_carrier
from tests.support.storage import MemoryStorage, Storage
from tests.support.valkey import Valkey
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


@pytest.fixture(scope="session")
async def valkey_server() -> AsyncIterator[Valkey]:
    async with valkey.valkey() as server:
        yield server


@pytest.fixture(params=["postgres", "valkey"])
def carrier(request: pytest.FixtureRequest) -> Carrier:
    """What carries hints between processes, in turn."""
    if request.param == "valkey":
        return valkey_carrier(request.getfixturevalue("valkey_server"))
    return postgres_carrier(*(request.getfixturevalue(f"postgres_{name}") for name in ("dsn", "pool")))
