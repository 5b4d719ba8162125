"""Use cases run over memory here; tests/usecases and tests/stateful run them over PostgreSQL too."""

import pytest

from tests.support.platform import Platform
from tests.support.storage import MemoryStorage


@pytest.fixture
def platform() -> Platform:
    return Platform(MemoryStorage())
