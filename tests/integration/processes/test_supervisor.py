"""What becomes of children that do not come to be ready, or do not end; they are little programs here."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.postgres_processes import kill
from tests.integration.processes.family import all_processes
from tests.support.waiting import until
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.processes import child, supervisor
from wexstream.entrypoints.processes.child import Place, Task
from wexstream.entrypoints.processes.supervisor import Supervisor

PLACES = [Place(task=task) for task in (Task.JOBS, Task.SERVE)]
NUMBER = 3
SOON = 0.05  # seconds


@dataclass(frozen=True)
class Little:
    """What children that are started from now on do."""

    file: Path

    def does(self, what: str) -> None:
        self.file.write_text(what, encoding="ascii")

    @property
    def started(self) -> int:
        """How many were."""
        return len(self.file.with_suffix(".started").read_text(encoding="ascii"))


@pytest.fixture
def little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Little:
    monkeypatch.setattr(child, "_PROGRAM", "little_child")
    monkeypatch.setattr(supervisor, "_PAUSE", SOON)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).with_name("little")))
    monkeypatch.setenv("LITTLE", str(tmp_path / "little"))
    made = Little(tmp_path / "little")
    made.does("ready")
    return made


@dataclass(frozen=True)
class Running:
    supervisor: Supervisor
    work: asyncio.Task[None]

    def children(self) -> set[int]:
        parent = f"/proc/self/task/{_main_thread()}/children"
        own = Path(parent).read_text(encoding="ascii").split()
        return {int(pid) for pid in own if b"little_child" in _command(pid)}


def _main_thread() -> int:
    return int(Path("/proc/self").readlink().name)


def _command(pid: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@asynccontextmanager
async def running() -> AsyncIterator[Running]:
    ready = asyncio.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    made = Supervisor([*PLACES, Place(task=Task.SERVE, sockets=[listening])])
    work = asyncio.create_task(made.run(ready=ready.set))
    await ready.wait()
    try:
        yield Running(made, work)
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
    assert listening.fileno() == -1


async def test_where_one_cannot_be_started_all_others_are_stopped_again(little: Little) -> None:
    little.does("ends")
    with pytest.raises(Failure, match="could not be started"):
        await Supervisor(PLACES).run(ready=lambda: None)


async def test_all_are_replaced_one_after_the_other(little: Little, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    async with running() as family:
        before = family.children()
        assert len(before) == NUMBER
        family.supervisor.renew()
        await until(lambda: "all processes are replaced" in caplog.messages)
        assert (len(family.children()), family.children() & before) == (NUMBER, set())
        newer = family.children()
        kill(*newer)
        await until(lambda: len(family.children() - newer) == NUMBER)


async def test_where_a_new_one_cannot_be_started_those_before_it_go_on(
    little: Little, caplog: pytest.LogCaptureFixture
) -> None:
    async with running() as family:
        before = family.children()
        little.does("ends")
        family.supervisor.renew()
        await until(lambda: "Those before it go on" in caplog.text)
        assert family.children() == before


async def test_one_that_ends_is_replaced_as_soon_as_that_can_be(
    little: Little, caplog: pytest.LogCaptureFixture
) -> None:
    async with running() as family:
        before = family.children()
        little.does("ends")
        kill(min(before))
        await until(lambda: little.started >= NUMBER + 2)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "executable", str(little.file))  # which is no program
            await until(lambda: "could not be started: [Errno" in caplog.text)
        assert family.children() & before == before - {min(before)}
        little.does("ready")
        await until(lambda: len(family.children()) == NUMBER)


async def test_one_that_does_not_finish_is_killed(
    little: Little, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(child, "_FINISHES_WITHIN", SOON)
    caplog.set_level("INFO")
    little.does("never ends")
    async with running() as family:
        children = family.children()
        family.supervisor.renew()
        await until(lambda: "all processes are replaced" in caplog.messages)
        assert not children & all_processes()
        children = family.children()
    assert not children & all_processes()
    assert caplog.messages.count("a process does not finish, and is killed") == 2 * NUMBER


async def test_told_again_to_stop_it_waits_for_nobody(little: Little) -> None:
    little.does("never ends")
    async with running() as family:
        children = family.children()
        family.work.cancel()
        await asyncio.sleep(0)
        while not family.work.done():  # told again, and again
            family.work.cancel()
            await asyncio.sleep(SOON)
    assert not children & all_processes()
