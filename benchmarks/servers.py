"""The servers that are measured, as processes."""

import asyncio
import json
import os
import socket
import sys
import time
from base64 import b64encode
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from benchmarks import node
from benchmarks.database import PAGE
from benchmarks.statements import STATEMENTS
from wexstream.adapters.security.jwts import ISSUER
from wexstream.adapters.security.keys import derive
from wexstream.adapters.security.tokens import SESSION_AUDIENCE

SECRET: Final = "a secret of thirty-two characters, for measuring alone"  # noqa: S105 (opens nothing)
_WEXSTREAM = str(Path(sys.executable).with_name("wexstream"))
_POOL = 10  # connections, as ``open_pool`` has
_INTERVAL = 0.005  # seconds between two looks whether it answers
_STARTS_WITHIN = 60  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A process that answers at a port; ``started_in`` is the time to its first answer, in seconds."""

    pid: int
    port: int
    started_in: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """How each is started, on one database; logs and settings are kept in a folder."""

    address: str
    folder: Path

    @asynccontextmanager
    async def wexstream(self, **more: str) -> AsyncGenerator[Server]:
        """Start Wexstream, to be asked as often as one likes.

        Its worker is a process of its own, as the database is named.
        """
        port = _free_port()
        settings = {**self._settings, "WS_PORT": str(port), **more}
        command = [sys.executable, "-m", "benchmarks.unthrottled"]
        async with self._answering(port, "wexstream", command, settings) as server:
            yield server

    @asynccontextmanager
    async def untold(self) -> AsyncGenerator[Server]:
        """Start Wexstream, telling nobody of what is written."""
        port = _free_port()
        settings = {**self._settings, "WS_PORT": str(port)}
        command = [sys.executable, "-m", "benchmarks.untold"]
        async with self._answering(port, "untold", command, settings) as server:
            yield server

    @asynccontextmanager
    async def worker(self) -> AsyncGenerator[None]:
        """Start Wexstream's worker."""
        async with self._process("worker", [_WEXSTREAM, "worker"], self._settings):
            yield

    @asynccontextmanager
    async def floor(self) -> AsyncGenerator[Server]:
        """Start the floor."""
        async with self._python("benchmarks.floor") as server:
            yield server

    @asynccontextmanager
    async def bare(self) -> AsyncGenerator[Server]:
        """Start the bare application."""
        async with self._python("benchmarks.bare") as server:
            yield server

    @asynccontextmanager
    async def relay(self) -> AsyncGenerator[Server]:
        """Start the bare room."""
        async with self._python("benchmarks.relay") as server:
            yield server

    @asynccontextmanager
    async def bare_events(self) -> AsyncGenerator[Server]:
        """Start the bare stream of events."""
        async with self._python("benchmarks.bare_events") as server:
            yield server

    @asynccontextmanager
    async def peer(self) -> AsyncGenerator[Server]:
        """Start the peer."""
        port = _free_port()
        options = {name: values[0] for name, values in parse_qs(urlsplit(self.address).query).items()}
        work = self.folder / "work.json"
        work.write_text(
            json.dumps(
                {
                    "statements": {
                        name: {"text": statement.text, "parameters": statement.parameters}
                        for name, statement in STATEMENTS.items()
                    },
                    "key": b64encode(_key()).decode(),
                    "audience": SESSION_AUDIENCE,
                    "issuer": ISSUER,
                    "page": PAGE,
                    "pool": _POOL,
                    "database": {
                        "host": options["host"],
                        "port": int(options["port"]),
                        "user": options["user"],
                        "database": urlsplit(self.address).path.lstrip("/"),
                    },
                }
            )
        )
        settings = {"PORT": str(port), "WORK": str(work), "NODE_ENV": "production"}
        command = [node.node(), str(node.FOLDER / "peer.js")]
        async with self._answering(port, "peer", command, settings) as server:
            yield server

    @property
    def _settings(self) -> Mapping[str, str]:
        return {"WS_DATA": str(self.folder), "WS_DATABASE_URL": self.address, "WS_JWT_SECRET": SECRET}

    @asynccontextmanager
    async def _python(self, module: str) -> AsyncGenerator[Server]:
        port = _free_port()
        settings = {"PORT": str(port), "DSN": self.address, "KEY": _key().hex()}
        command = [sys.executable, "-m", module]
        async with self._answering(port, module, command, settings) as server:
            yield server

    @asynccontextmanager
    async def _answering(
        self, port: int, name: str, command: list[str], settings: Mapping[str, str]
    ) -> AsyncGenerator[Server]:
        began = time.perf_counter()
        async with self._process(name, command, settings) as process:
            while not await _answers(port):
                if process.returncode is not None or time.perf_counter() - began > _STARTS_WITHIN:
                    raise RuntimeError(f"{name} does not start. {self._log(name).read_text()}")
                await asyncio.sleep(_INTERVAL)
            yield Server(pid=process.pid, port=port, started_in=time.perf_counter() - began)

    @asynccontextmanager
    async def _process(
        self, name: str, command: list[str], settings: Mapping[str, str]
    ) -> AsyncGenerator[asyncio.subprocess.Process]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("WS_")}
        with self._log(name).open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *command, stdout=log, stderr=log, env={**inherited, **settings}
            )
            try:
                yield process
            finally:
                if process.returncode is None:
                    process.terminate()
                await process.wait()

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


def _key() -> bytes:
    return derive(SECRET.encode(), "sessions")


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as tried:
        port: int = tried.getsockname()[1]
        return port


async def _answers(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    line = await reader.readline()
    writer.close()
    return b" 200 " in line
