"""A Valkey, or Redis, of the tests' own: on a Unix socket, keeping nothing."""

import asyncio
import shutil
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = shutil.which("valkey-server") or shutil.which("redis-server")
INTERVAL = 0.005  # seconds between two looks whether it answers
_USUAL = ("--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "no", "--loglevel", "warning")


class Valkey:
    """A server that a test may kill, start again, and have hang."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.socket = folder / "valkey.sock"
        self._options = options
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    async def start(self) -> None:
        assert PROGRAM is not None, "Neither Valkey nor Redis is installed: sh tools/valkey.sh"
        self._process = await asyncio.create_subprocess_exec(
            *(PROGRAM, *_USUAL, "--unixsocket", str(self.socket), *self._options),
            stdout=asyncio.subprocess.DEVNULL,
            cwd=self.socket.parent,
        )
        while not await self._answers():  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(INTERVAL)

    async def kill(self) -> None:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    def tell(self, kind: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(kind)

    async def ask(self, command: str) -> str:
        """Have a command answered by one line."""
        reader, writer = await asyncio.open_unix_connection(self.socket)
        writer.write(f"{command}\r\n".encode())
        answer = await reader.readline()
        writer.close()
        return answer.decode().strip()

    async def end(self, kind: str) -> int:
        """End the connections of a kind, ``normal`` or ``pubsub``; how many there were."""
        answer = await self.ask(f"CLIENT KILL TYPE {kind} SKIPME yes")
        return int(answer.removeprefix(":"))

    async def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.returncode is None, "it does not start"
        try:
            return bool(await self.ask("PING"))
        except OSError:
            return False


@asynccontextmanager
async def valkey(*options: str) -> AsyncGenerator[Valkey]:
    """Have a server that runs, until the end of the context."""
    with TemporaryDirectory() as folder:
        server = Valkey(Path(folder), *options)
        await server.start()
        try:
            yield server
        finally:
            await server.kill()
