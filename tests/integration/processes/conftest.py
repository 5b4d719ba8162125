"""Processes that tests share: nothing is emptied between them, as each has people of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.processes.six import Six, six_on_one
from tests.support.fixtures import postgres_pool, postgres_storage

__all__ = ["postgres_pool", "postgres_storage", "six"]


@pytest.fixture(scope="module")
async def six(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Six]:
    async with six_on_one(postgres_dsn, tmp_path_factory.mktemp("six")) as made:
        yield made
