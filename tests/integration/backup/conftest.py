"""A platform that has something, and places to restore it in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.backup.places import Place, fill, place
from wexstream.entrypoints.backup.making import make


@pytest.fixture(scope="module")
async def source(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """A platform with something in every table, which stays as it is."""
    async with place(postgres_dsn, tmp_path_factory.mktemp("source"), migrated=True) as made:
        await fill(made)
        yield made


@pytest.fixture(scope="module")
async def backup(source: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    file = tmp_path_factory.mktemp("backup") / "backup.tar"
    await make(source.settings, source.dsn, file)
    return file


@pytest.fixture
async def target(postgres_dsn: str, tmp_path: Path) -> AsyncIterator[Place]:
    """A place with nothing in it."""
    async with place(postgres_dsn, tmp_path / "target") as made:
        yield made
