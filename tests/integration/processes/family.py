"""`wexstream serve --processes`: a parent and its children."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.integration.postgres_processes import kill
from tests.integration.processes.heard import Heard, heard
from tests.integration.processes.staging import SECRET
from tests.integration.serving.processes import Process, serving
from tests.support.waiting import until

REPLACED = "all processes are replaced"


@dataclass(frozen=True, kw_only=True)
class Family:
    parent: Process
    folder: Path
    heard: Heard

    @property
    def url(self) -> str:
        return self.parent.url

    def children(self, task: str) -> set[int]:
        """Those that are at a task, told by their command lines."""
        pid = self.parent.process.pid
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return {int(child) for child in own if task in _words(child)}

    async def replace(self) -> None:
        """Have all children replaced, and wait until they are."""
        before = len(self.heard.events(REPLACED))
        self.parent.tell(signal.SIGHUP)
        await self.heard.until(REPLACED, before + 1)

    async def lose(self, task: str) -> None:
        """Kill a child, and wait until another one is in its place."""
        before = self.children(task)
        kill(min(before))
        await until(lambda: len(self.children(task) - before) == 1)


def all_processes() -> set[int]:
    """All that there are."""
    return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()}


def _words(pid: str) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
    except OSError:  # it has ended
        return []


@asynccontextmanager
async def family_of(number: int, folder: Path, **settings: str) -> AsyncIterator[Family]:
    """Serve by so many children."""
    known = {"WS_JWT_SECRET": SECRET, **settings}
    async with (
        serving(folder, "--processes", str(number), **known) as parent,
        heard(parent) as hearing,
    ):
        yield Family(parent=parent, folder=folder, heard=hearing)
