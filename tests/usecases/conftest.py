"""Use cases run over every storage."""

import pytest

from tests.support.fixtures import memory_storage, postgres_pool, postgres_storage, storage, unit
from tests.support.platform import Platform
from tests.support.storage import Storage

__all__ = ["memory_storage", "platform", "postgres_pool", "postgres_storage", "storage", "unit"]


@pytest.fixture
def platform(storage: Storage) -> Platform:
    return Platform(storage)
