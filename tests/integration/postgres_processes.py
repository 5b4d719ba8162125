"""What runs in a data folder, and other processes that use its PostgreSQL."""

import asyncio
import contextlib
import os
import select
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.waiting import PATIENCE

_USER = Path(__file__).with_name("postgres_user.py")


def processes(data_folder: Path) -> dict[int, str]:
    """The processes of PostgreSQL and its keeper, with their command lines."""
    found: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with contextlib.suppress(OSError):  # ended meanwhile
            command = (entry / "cmdline").read_text().replace("\0", " ").strip()
            works_here = (entry / "cwd").readlink().is_relative_to(data_folder)
            if works_here or (str(data_folder) in command and str(_USER) not in command):
                found[int(entry.name)] = command
    return found


def keeper(data_folder: Path) -> int:
    return _only(data_folder, "postgres_keeper")


def postmaster(data_folder: Path) -> int:
    return _only(data_folder, "/bin/postgres -D")


def a_keeper_waits_for_the_cluster(data_folder: Path) -> bool:
    """Tell whether a keeper has come as far as to open the lock of PostgreSQL's processes."""
    lock = data_folder / "postgres" / "cluster.lock"
    for pid, command in processes(data_folder).items():
        if "postgres_keeper" in command:
            with contextlib.suppress(OSError):  # ended, or closed meanwhile
                return any(file.readlink() == lock for file in Path(f"/proc/{pid}/fd").iterdir())
    return False


def _only(data_folder: Path, words: str) -> int:
    (pid,) = (pid for pid, command in processes(data_folder).items() if words in command)
    return pid


def wait_for_end(pids: Iterable[int]) -> None:
    """Wait until these processes have ended."""
    for pid in pids:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([descriptor], [], [], PATIENCE)
        os.close(descriptor)
        assert ended, f"process {pid} did not end"


def wait_for_quiet(data_folder: Path) -> None:
    """Wait until nothing runs in the folder any more, whatever is still started meanwhile."""
    while running := processes(data_folder):
        wait_for_end(running)


def kill(*pids: int) -> None:
    """Kill these processes, those that have not ended meanwhile."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for_end(pids)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserProcess:
    process: asyncio.subprocess.Process
    dsn: str

    async def leave(self) -> None:
        await self.process.communicate(b"")
        assert self.process.returncode == 0

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


async def start_user(
    data_folder: Path, *, prefix: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *prefix,
        *(sys.executable, str(_USER), str(data_folder)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )


@contextlib.asynccontextmanager
async def another_user(
    data_folder: Path, *, prefix: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
) -> AsyncIterator[UserProcess]:
    """Another process that has PostgreSQL in use; it is gone at the end, one way or another."""
    process = await start_user(data_folder, prefix=prefix, environment=environment)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        dsn = (await process.stdout.readline()).decode().strip()
        assert dsn, (await process.stderr.read()).decode()
        yield UserProcess(process=process, dsn=dsn)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def refusal(
    data_folder: Path, *, prefix: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
) -> str:
    """What a user is told who cannot have it."""
    process = await start_user(data_folder, prefix=prefix, environment=environment)
    _, said = await process.communicate()
    assert process.returncode == 1
    return said.decode()
