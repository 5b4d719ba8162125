"""The queries that are asked about people."""

import pytest

from tests.support.storage import Storage
from wexstream.ports.queries import Queries


@pytest.fixture
def queries(storage: Storage) -> Queries:
    return storage.queries
