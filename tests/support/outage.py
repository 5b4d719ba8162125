"""A server that goes away and comes back, for whoever reaches it by the address given here."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlencode, urlsplit


class Gate:
    """Lets connections through to a server's Unix socket, until it is shut, or keeps back the answers."""

    def __init__(self, entrance: Path, server: Path) -> None:
        self._entrance = entrance
        self._server = server
        self._listening: asyncio.Server | None = None
        self._passing: set[asyncio.StreamWriter] = set()
        self._answers = asyncio.Event()
        self._answers.set()

    def keep_answers(self) -> None:
        """Let the server hear everything, and nobody hear the server."""
        self._answers.clear()

    def let_answers_through(self) -> None:
        """Hand over what was kept back, and go on as before."""
        self._answers.set()

    async def open(self) -> None:
        self._listening = await asyncio.start_unix_server(self._pass, self._entrance)

    async def shut(self) -> None:
        """Let nobody in any more, and break off the connections of those who are in."""
        if self._listening is not None:
            self._listening.close()
            self._entrance.unlink(missing_ok=True)
        for writer in self._passing:
            writer.transport.abort()
        self._answers.set()
        while self._passing:  # noqa: ASYNC110 - transports tell nobody
            await asyncio.sleep(0)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(self._server)
        ends = {writer, server_writer}
        self._passing |= ends
        await asyncio.gather(copy(reader, server_writer), copy(server_reader, writer, once=self._answers))
        for end in ends:
            end.close()
        self._passing -= ends


async def copy(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, once: asyncio.Event | None = None
) -> None:
    """Write what is read to the end, or until either side is gone; with ``once``, only while that is set."""
    with suppress(OSError):
        while data := await reader.read(65_536):
            if once is not None:
                await once.wait()
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()


@asynccontextmanager
async def gated(dsn: str) -> AsyncGenerator[tuple[str, Gate]]:
    """Reach a database on a Unix socket through an open gate: by which address, and the gate."""
    parts = urlsplit(dsn)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    async with gate_to(Path(options["host"], f".s.PGSQL.{options['port']}")) as (entrance, gate):
        host = {"host": str(entrance.parent)}
        yield parts._replace(query=urlencode(options | host)).geturl(), gate


@asynccontextmanager
async def gate_to(server: Path) -> AsyncGenerator[tuple[Path, Gate]]:
    """Reach a server's Unix socket through an open gate: by which socket, and the gate."""
    with TemporaryDirectory() as folder:
        entrance = Path(folder, server.name)
        gate = Gate(entrance, server)
        await gate.open()
        try:
            yield entrance, gate
        finally:
            await gate.shut()
