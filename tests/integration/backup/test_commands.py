"""`wexstream backup` and `wexstream restore` as commands."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.integration.backup.places import SECRET, Place, place
from tests.integration.commands.conftest import Command, wexstream
from tests.integration.serving.processes import WEXSTREAM
from tests.support.outage import gated
from wexstream.adapters.postgres.migrate import begin, revisions
from wexstream.entrypoints.backup.progress import bar
from wexstream.entrypoints.commands import common

__all__ = ["wexstream"]


@asynccontextmanager
async def command(*arguments: str, at: Place, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a command over a place; it is gone at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WS_")}
    process = await asyncio.create_subprocess_exec(
        *(str(WEXSTREAM), *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment | over(at, **settings),
        cwd=at.settings.data,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture
def in_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands run here, in a thread with a loop of its own, where no signal can be handled."""
    monkeypatch.setattr(common, "run_until_told", asyncio.run)


def over(at: Place, **settings: str) -> dict[str, str]:
    return {"WS_DATA": str(at.settings.data), "WS_DATABASE_URL": at.dsn, "WS_JWT_SECRET": SECRET, **settings}


async def test_one_command_writes_the_file_and_another_reads_it(
    wexstream: Command, in_thread: None, source: Place, target: Place, tmp_path: Path
) -> None:
    file = str(tmp_path / "backup")
    outcome = await wexstream("backup", file, **over(source))
    assert (outcome.status, outcome.complained) == (0, "")  # no bar either, as this is no terminal
    assert re.fullmatch(rf"{file} has \d+ rows and 3 pictures in [\d,]+ bytes\.\n", outcome.said)
    outcome = await wexstream("restore", file, **over(target))
    assert (outcome.status, outcome.complained) == (0, "")
    assert re.fullmatch(r"Restored \d+ rows and 3 pictures\.\n", outcome.said)
    assert await target.everything() == await source.everything()
    outcome = await wexstream("restore", file)
    assert (outcome.status, outcome.said) == (1, "")
    assert outcome.complained.startswith("wexstream: The database is not empty: ")


async def test_who_restores_is_told_of_another_secret_of_mails_that_wait_and_of_migrations(
    wexstream: Command, in_thread: None, source: Place, backup: Path, target: Place, tmp_path: Path
) -> None:
    others = {"WS_JWT_SECRET": SECRET[::-1], "WS_SMTP_HOST": "smtp.example.org"}
    outcome = await wexstream("restore", str(backup), **over(target, **others))
    _, secret, mails = outcome.said.splitlines()
    assert secret.startswith("The server's secret is not that of the backup: everybody is signed out")
    assert mails.startswith("1 job waited then")
    assert mails.endswith("are sent by smtp.example.org.")
    async with place(source.dsn, tmp_path / "older") as older, place(source.dsn, tmp_path / "new") as new:
        await begin(older.dsn, revisions()[-2])
        await wexstream("backup", "older", **over(older))
        outcome = await wexstream("restore", "older", **over(new, **others))
    assert re.search(rf"^Applied {revisions()[-1]}_\w+\.$", outcome.said, re.MULTILINE)
    assert "waited then" not in outcome.said


async def test_a_lost_picture_is_told_of(
    wexstream: Command, in_thread: None, source: Place, tmp_path: Path
) -> None:
    outcome = await wexstream("backup", "file", **over(source, WS_CDN=str(tmp_path)))
    assert outcome.said.endswith(f"3 pictures of those that people have had no file in {tmp_path}.\n")


async def test_told_to_stop_it_leaves_nothing_behind(source: Place, tmp_path: Path) -> None:
    async with gated(source.dsn) as (address, gate):
        gate.keep_answers()
        async with command("backup", "backup", at=source, WS_DATABASE_URL=address) as process:
            while not list(source.settings.data.glob(".*")):  # noqa: ASYNC110 - nobody tells that it has begun
                await asyncio.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            _, complained = await process.communicate()
    assert process.returncode == 1
    assert complained.decode() == "wexstream: It was told to stop: nothing was done.\n"
    assert not list(source.settings.data.glob("*backup*"))
    assert not list(source.settings.data.glob(".*"))


def test_a_bar_shows_how_far_it_is_at_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for terminal in (False, True):
        monkeypatch.setattr(sys.stderr, "isatty", lambda terminal=terminal: terminal)
        with bar("pictures", 2, "picture") as go_on:
            go_on(2)
        assert ("pictures" in capsys.readouterr().err) is terminal
