"""`wexstream serve` and `wexstream worker` as processes."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx
import pytest

from wexstream.adapters.system.postgres_keeper.folder import Folder

WEXSTREAM = Path(sys.executable).with_name("wexstream")
MANY = 400  # tries, a moment apart, after which what has not happened will not


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as tried:
        name: tuple[str, int] = tried.getsockname()
        return name[1]


class PortTaken(Exception):
    """Another has begun to listen at the port that was free."""


@dataclass(slots=True, kw_only=True)
class Process:
    """A command that runs until it is told to stop."""

    process: asyncio.subprocess.Process
    port: int
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def tell(self, kind: signal.Signals) -> None:
        self.process.send_signal(kind)

    async def ended(self) -> tuple[int, str, str]:
        """The exit status, and all that it said and complained of."""
        out, complained = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, "".join(self.said) + out.decode(), complained.decode()

    async def until_it_serves(self) -> None:
        """Wait until it has said where it is, where mails go and where data lies. Raises PortTaken."""
        assert self.process.stdout is not None
        while len(self.said) < 3:
            line = await self.process.stdout.readline()
            if not line:
                ended = await self.ended()
                if f"Port {self.port} is taken" in ended[2]:
                    raise PortTaken
                pytest.fail(str(ended))
            self.said.append(line.decode())

    async def stop(self) -> str:
        """Stop it as a service manager does; what it complained of."""
        self.tell(signal.SIGTERM)
        status, _, complained = await self.ended()
        assert status == 0, complained
        return complained


@asynccontextmanager
async def started(command: str, data: Path, *words: str, **settings: str) -> AsyncIterator[Process]:
    """Start a command with settings, in the data folder; it is gone at the end."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WS_")}
    process = await asyncio.create_subprocess_exec(
        *(str(WEXSTREAM), command, *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment | {"WS_DATA": str(data), "WS_PORT": str(port)} | settings,
        cwd=data,
    )
    running = Process(process=process, port=port)
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@asynccontextmanager
async def serving(data: Path, *words: str, **settings: str) -> AsyncIterator[Process]:
    """Start the server, and wait until it serves; at another port where another takes the one meanwhile."""
    async with AsyncExitStack() as running:
        while True:
            server = await running.enter_async_context(started("serve", data, *words, **settings))
            with suppress(PortTaken):
                await server.until_it_serves()
                break
        yield server


APPLICATION = {
    "full_name": "Amal Haddad",
    "email": "amal@example.org",
    "password": "two chapters aloud",
    "terms_version": "1",
}


async def sign_up(client: httpx.AsyncClient, url: str, email: str = APPLICATION["email"]) -> None:
    answer = await client.post(f"{url}/api/accounts", json=APPLICATION | {"email": email})
    assert answer.status_code == 202, answer.text


async def mails(client: httpx.AsyncClient, url: str, *, least: int = 1) -> list[dict[str, object]]:
    """What the mailbox shows, once there are so many mails."""
    found: list[dict[str, object]] = []
    for _ in range(MANY):
        answer = await client.get(f"{url}/dev/mailbox", headers={"Accept": "application/json"})
        found = answer.json()
        if len(found) >= least:
            break
        await asyncio.sleep(0.05)
    return found


# What a worker has locked just now is left alone: to wait for it, with others locked, would be in its way.
_HURRY = """
    UPDATE pgqueuer SET heartbeat = heartbeat - interval '1 day', execute_after = now()
    WHERE id IN (SELECT id FROM pgqueuer FOR UPDATE SKIP LOCKED)
"""


async def hurry(data: Path) -> None:
    """Have jobs done now that a dead worker had begun, or that wait to be tried again."""
    connection = await asyncpg.connect(Folder.within(data).dsn)
    try:
        await connection.execute(_HURRY)
    finally:
        await connection.close()
