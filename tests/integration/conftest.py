"""Folders to run PostgreSQL in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.postgres_processes import processes, wait_for_quiet
from wexstream.adapters.system.embedded_postgres import embedded_postgres


@pytest.fixture
def empty_folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder of the test's own, in which nothing may be left running."""
    yield tmp_path
    wait_for_quiet(tmp_path)
    assert not processes(tmp_path)
    shutil.rmtree(tmp_path)


@pytest.fixture
def data_folder(empty_folder: Path, prepared_folder: Path) -> Path:
    """The same, with a database in it: to make one takes longer than most tests."""
    shutil.copytree(prepared_folder, empty_folder, dirs_exist_ok=True)
    return empty_folder


@pytest.fixture(scope="session")
async def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    async with embedded_postgres(folder, durable=False):
        pass
    return folder
