"""The command line, run in this process over a database that is emptied before each test."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.support.fixtures import postgres_pool, postgres_storage
from tests.support.logs import logging_as_before
from tests.support.postgres import PostgresStorage
from wexstream.entrypoints.cli import main

__all__ = ["postgres_pool", "postgres_storage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    status: int
    said: str
    complained: str


Command: TypeAlias = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def wexstream(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Command]:
    """Runs `wexstream` with arguments and settings, in a folder without a ``.env``."""
    for name in os.environ:
        if name.startswith("WS_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setenv("WS_DATA", str(tmp_path / "data"))

    async def run(*arguments: str, **settings: str) -> Outcome:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        status = await asyncio.to_thread(main, arguments)  # a thread, as it has a loop of its own
        said, complained = capsys.readouterr()
        return Outcome(status=status, said=said, complained=complained)

    with logging_as_before():
        yield run


@pytest.fixture
def over_database(
    wexstream: Command, postgres_dsn: str, postgres_storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch
) -> Command:
    """The same, with the database of the tests."""
    monkeypatch.setenv("WS_DATABASE_URL", postgres_dsn)
    return wexstream
