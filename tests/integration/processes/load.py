"""People who ask all the while, and lose nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(kw_only=True)
class Client:
    """Asks a server by connections of its own; what breaks off without an answer is an error."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    _open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: object = None, *, last: bool = False) -> int:
        """Ask on the connection that there is, or a new one; how it is answered, which has to be whole."""
        if self._open is not None and self._open[0].at_eof():  # it was closed while nothing was asked
            self.close()
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._open
        content = b"" if body is None else json.dumps(body).encode()
        headers = {
            "Host": f"localhost:{self.port}",
            "Connection": "close" if last else "keep-alive",
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
            **self.headers,
        }
        head = "".join(
            [f"{method} {path} HTTP/1.1\r\n", *(f"{name}: {headers[name]}\r\n" for name in headers)]
        )
        writer.write(head.encode() + b"\r\n" + content)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(_length(answer))
        if "\r\nconnection: close\r\n" in answer:
            self.close()
        return int(answer.split()[1])

    def close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None


def _length(head: str) -> int:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name == "content-length":
            return int(value)
    return 0


@asynccontextmanager
async def busy(*clients: Client, pause: float, last: bool = False) -> AsyncIterator[None]:
    """Have clients ask until the end of the context, each with so many seconds between its questions."""
    over = asyncio.Event()

    async def ask(client: Client) -> None:
        while not over.is_set():
            assert await client.ask("GET", "/api/me", last=last) == HTTPStatus.OK
            await asyncio.sleep(pause)
        client.close()

    async with asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(ask(client))
        yield
        over.set()
