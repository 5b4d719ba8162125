"""A transport that gathers what is written before it is sent."""

import asyncio
from typing import Any, Final

KEPT_MOST: Final = 64 * 1024  # bytes; as much as asyncio itself keeps before it asks a protocol to pause


class CorkedTransport:
    """Sends what is written within one turn of the loop at once, up to 64 KiB of it.

    uvicorn writes an answer's head and its body one after the other, and uvloop would send each by itself: a
    system call more for each request, and those are some two fifths of what a small one costs.

    It is for uvicorn's HTTP protocol, which sends by ``write`` alone: no other way to send keeps the order.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Send by a transport."""
        self.transport = transport
        self._loop = loop
        self._kept: list[bytes] = []
        self._size = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the transport has)
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Send it with what is written before the loop's next turn, or now where that is much."""
        if not self._kept:
            self._loop.call_soon(self.flush)
        self._kept.append(data)
        self._size += len(data)
        if self._size >= KEPT_MOST:
            self.flush()

    def close(self) -> None:
        """Send what was written, and close."""
        self.flush()
        self.transport.close()

    def flush(self) -> None:
        """Send what was written; where the connection is closed, nobody reads it any more."""
        kept, self._kept, self._size = self._kept, [], 0
        if kept and not self.transport.is_closing():
            self.transport.write(b"".join(kept))
