"""The adapters that keep things: each promise of a port is asked of all of them."""

import pytest

from tests.support.storage import MemoryStorage, Storage
from wexstream.ports.persistence import UnitOfWork


@pytest.fixture(params=["memory"])
async def storage(request: pytest.FixtureRequest) -> Storage:
    return MemoryStorage()


@pytest.fixture
def unit(storage: Storage) -> UnitOfWork:
    return storage.unit
