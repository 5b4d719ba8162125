"""A server and a worker that a test kills, and starts again as a service manager would."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.load import SETTINGS
from tests.integration.processes.heard import Heard
from tests.integration.serving.processes import Process, serving, started

RETURNS_WITHIN = 15  # seconds on a machine that has much else to do; by itself it takes one or two


@dataclass(kw_only=True)
class Service:
    """What runs, and all that it has logged so far."""

    data: Path
    settings: dict[str, str]
    stack: AsyncExitStack
    heard: Heard = field(default_factory=Heard)
    hearing: list[asyncio.Task[None]] = field(default_factory=list)
    server: Process = field(init=False)
    worker: Process | None = None

    async def start_server(self) -> None:
        self.server = await self.stack.enter_async_context(serving(self.data, **self.settings))
        self._hear(self.server)

    async def start_worker(self) -> None:
        self.worker = await self.stack.enter_async_context(started("worker", self.data, **self.settings))
        self._hear(self.worker)

    @property
    def running(self) -> list[Process]:
        both = [self.server] if self.worker is None else [self.server, self.worker]
        return [one for one in both if one.process.returncode is None]

    async def stop(self) -> None:
        """Stop what runs, as a service manager does, and hear it to its end."""
        running = [one.process for one in self.running]
        for process in running:
            process.send_signal(signal.SIGTERM)
        assert not any(await asyncio.gather(*(process.wait() for process in running)))
        await asyncio.gather(*self.hearing)

    def complaints(self) -> list[str]:
        """What was logged as a warning or worse."""
        return [str(line["event"]) for line in self.heard.lines if line["level"] not in {"info", "debug"}]

    def tracebacks(self) -> list[dict[str, object]]:
        """What was logged with a traceback."""
        return [line for line in self.heard.lines if "Traceback" in str(line)]

    def _hear(self, process: Process) -> None:
        self.hearing.append(asyncio.create_task(self.heard.hear(process)))


@asynccontextmanager
async def service(data: Path, *, worker: bool, **settings: str) -> AsyncIterator[Service]:
    """Have a server, and a worker beside it where that does the jobs, until the end of the context."""
    async with AsyncExitStack() as stack:
        made = Service(data=data, settings=SETTINGS | settings, stack=stack)
        try:
            await made.start_server()
            if worker:
                await made.start_worker()
            yield made
        finally:
            for task in made.hearing:
                task.cancel()
            await asyncio.gather(*made.hearing, return_exceptions=True)
