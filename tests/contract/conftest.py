"""Each promise of a port is asked of all adapters behind it; three are there who are strangers."""

import pytest

from tests.support.builders import account
from tests.support.fixtures import (
    carrier,
    memory_storage,
    postgres_pool,
    postgres_storage,
    storage,
    unit,
    valkey_server,
)
from tests.support.keeping import keep
from wexstream.domain.model.account import Account
from wexstream.ports.persistence import UnitOfWork

__all__ = [
    "carrier",
    "memory_storage",
    "postgres_pool",
    "postgres_storage",
    "storage",
    "unit",
    "valkey_server",
]


@pytest.fixture
async def ada(unit: UnitOfWork) -> Account:
    ada = account("Ada")
    await keep(unit, ada)
    return ada


@pytest.fixture
async def bob(unit: UnitOfWork) -> Account:
    bob = account("Bob")
    await keep(unit, bob)
    return bob


@pytest.fixture
async def eve(unit: UnitOfWork) -> Account:
    eve = account("Eve")
    await keep(unit, eve)
    return eve
