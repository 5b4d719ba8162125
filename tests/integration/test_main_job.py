"""The main job, against the server as a newcomer starts it: embedded PostgreSQL, mailbox on disk."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("wexstream")
EXAMPLE = Path(__file__).parents[2] / "examples" / "main_job.py"


@dataclass
class Served:
    process: Process
    url: str
    data: Path


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    settings = {"WS_PORT": str(port), "WS_DATA": str(tmp_path / "data")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WS_")}
    process = await asyncio.create_subprocess_exec(
        COMMAND, "serve", env=environment | settings, cwd=tmp_path, stdout=PIPE, stderr=STDOUT
    )
    await _until_it_says(process, "Data lies in")
    reading = asyncio.create_task(_read_on(process))
    yield Served(process, f"http://localhost:{port}", tmp_path / "data")
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    await reading
    await process.wait()


async def _until_it_says(process: Process, words: str) -> None:
    assert process.stdout is not None
    said = b""
    while words.encode() not in said:
        line = await process.stdout.readline()
        assert line, f"it ended: {said.decode()}"
        said += line


async def _read_on(process: Process) -> None:
    """Read what it logs, lest it waits for somebody to do so."""
    assert process.stdout is not None
    while await process.stdout.read(65_536):
        pass


async def test_the_main_job_works_and_the_server_stops_clean(served: Served) -> None:
    example = await asyncio.create_subprocess_exec(
        sys.executable, EXAMPLE, served.url, stdout=PIPE, stderr=STDOUT
    )
    said, _ = await example.communicate()
    assert example.returncode == 0, said.decode()
    assert "the main job works" in said.decode()
    served.process.send_signal(signal.SIGTERM)
    assert await served.process.wait() == 0
    assert not list(served.data.rglob("postmaster.pid"))
