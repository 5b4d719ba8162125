"""What stands before several servers and is reached by one address."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress

from tests.support.outage import copy


@asynccontextmanager
async def balanced(*ports: int) -> AsyncGenerator[str]:
    """Pass each new connection on to the first of some ports here that takes it; by which address."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await _first_of(ports)
        if there is None:
            writer.close()
            return
        there_reader, there_writer = there
        await asyncio.gather(copy(reader, there_writer), copy(there_reader, writer))

    async with await asyncio.start_server(pass_on, "127.0.0.1", 0) as server:
        port: int = server.sockets[0].getsockname()[1]
        yield f"http://localhost:{port}"


async def _first_of(ports: Sequence[int]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    for port in ports:
        with suppress(OSError):
            return await asyncio.open_connection("127.0.0.1", port)
    return None
