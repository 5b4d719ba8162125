"""Some people, and the queries that are asked about them."""

import pytest

from tests.support.builders import account
from tests.support.keeping import keep
from tests.support.storage import Storage
from wexstream.domain.model.account import Account
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries


@pytest.fixture
def queries(storage: Storage) -> Queries:
    return storage.queries


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
