"""What processes complain of, while they run: one that nobody hears stops at a full pipe."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.integration.serving.processes import Process


class Heard:
    """The lines of logs of some processes."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self._more = asyncio.Event()

    async def hear(self, process: Process) -> None:
        assert process.process.stderr is not None
        while (line := await process.process.stderr.readline()).endswith(
            b"\n"
        ):  # one that is killed breaks off
            self.lines.append(_read(line.decode()))
            self._more.set()

    def events(self, start: str) -> list[str]:
        """What was logged that begins so."""
        return [line["event"] for line in self.lines if line["event"].startswith(start)]

    async def until(self, start: str, count: int = 1, *, within: float = 60) -> None:
        """Wait until something was logged so many times; ``within`` so many seconds."""
        async with asyncio.timeout(within):
            while len(self.events(start)) < count:
                self._more.clear()
                await self._more.wait()


def _read(line: str) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(line)
    except ValueError:
        return {"event": line, "level": "none, as it is no line of a log"}
    return read


@asynccontextmanager
async def heard(*processes: Process) -> AsyncIterator[Heard]:
    """Hear processes, until the end of the context."""
    hearing = Heard()
    tasks = [asyncio.create_task(hearing.hear(process)) for process in processes]
    try:
        yield hearing
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
