"""What waits to be sent to one client, within bounds: nobody waits for a client that does not read."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from wexstream.entrypoints.rooms.frames import Code

# Several times what one of the others may send at once (``pace``): no single one can have a client given up.
FRAMES_MOST = 1024
SIZE_MOST = 1024 * 1024  # characters


class Outgoing:
    """Frames in their order, and at last the code with which the socket is closed."""

    def __init__(self) -> None:
        self._frames: deque[str] = deque()
        self._size = 0
        self._something = asyncio.Event()
        self._overflowed = asyncio.Event()
        self.code: Code | None = None

    def put(self, frame: str) -> None:
        """Have a frame sent after those that wait; where there is no room for it, the client is given up."""
        if self.code is not None:
            return
        self._frames.append(frame)
        self._size += len(frame)
        self._something.set()
        if len(self._frames) > FRAMES_MOST or self._size > SIZE_MOST:
            self._frames.clear()
            self.code = Code.NOT_READING
            self._overflowed.set()

    def end(self, code: Code) -> None:
        """Have the socket closed once what waits is sent; nothing more is taken."""
        if self.code is None:
            self.code = code
            self._something.set()

    async def overflowed(self) -> None:
        """Wait until the client is given up."""
        await self._overflowed.wait()

    async def deliver(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Send what there is, and wait for more, until ``end``."""
        while True:
            while self._frames:
                frame = self._frames.popleft()
                self._size -= len(frame)
                await send(frame)
            if self.code is not None:
                return
            self._something.clear()
            await self._something.wait()
