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

from tests.integration.backup.places import SECRET, Place
from tests.integration.serving.processes import WEXSTREAM
from tests.support.outage import gated
from wexstream.entrypoints.backup.progress import bar


@asynccontextmanager
async def command(*arguments: str, at: Place, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a command over a place; it is gone at the end."""
    given = {"WS_DATA": str(at.settings.data), "WS_DATABASE_URL": at.dsn, "WS_JWT_SECRET": SECRET}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WS_")}
    process = await asyncio.create_subprocess_exec(
        *(str(WEXSTREAM), *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment | given | settings,
        cwd=at.settings.data,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def outcome(*arguments: str, at: Place, **settings: str) -> tuple[int | None, str, str]:
    async with command(*arguments, at=at, **settings) as process:
        said, complained = await process.communicate()
        return process.returncode, said.decode(), complained.decode()


async def test_one_command_writes_the_file_and_another_reads_it(
    source: Place, target: Place, tmp_path: Path
) -> None:
    """Which also says that the secret is another one, and who will send the mails that waited."""
    file = str(tmp_path / "backup")
    status, said, complained = await outcome("backup", file, at=source)
    assert (status, complained) == (0, "")  # no bar either, as this is no terminal
    assert re.fullmatch(rf"{file} has \d+ rows and 2 pictures in [\d,]+ bytes\.\n", said)
    others = {"WS_JWT_SECRET": SECRET[::-1], "WS_SMTP_HOST": "smtp.example.org"}
    status, said, complained = await outcome("restore", file, at=target, **others)
    assert (status, complained) == (0, "")
    restored, secret, mails = said.splitlines()
    assert re.fullmatch(r"Restored \d+ rows and 2 pictures\.", restored)
    assert secret.startswith("The server's secret is not that of the backup: everybody is signed out")
    assert mails.startswith("1 job waited then")
    assert mails.endswith("are sent by smtp.example.org.")
    assert await target.everything() == await source.everything()


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
