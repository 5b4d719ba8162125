"""What one writes while another reads it, however slowly: in a file without a name."""

import asyncio
from pathlib import Path
from tempfile import SpooledTemporaryFile
from threading import Lock
from types import TracebackType
from typing import Final, Self

from anyio.to_thread import run_sync

IN_MEMORY: Final = 1024 * 1024  # bytes; what is more lies on the disk
BLOCK: Final = 64 * 1024


class Spool:
    """Takes bytes from a thread, and gives them from the beginning to whoever waits in the loop.

    The writer never waits for the reader. Once it is closed, what is written is dropped; the file is gone
    with it, also where the process is killed.
    """

    def __init__(self, folder: Path | None) -> None:
        """Lie in a folder, which is made where it is not there, or where temporary files do."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder) if folder else None)  # noqa: SIM115 - closed by the context
        self._lock = Lock()
        self._more = asyncio.Event()
        self._written = 0
        self._read = 0
        self.ended = False
        self.failure: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            self._file.close()

    @property
    def written(self) -> int:
        """Tell how many bytes there are by now."""
        return self._written

    def write(self, data: bytes) -> int:
        """Add to the end, in whatever thread."""
        with self._lock:
            if not self._file.closed:
                self._file.seek(self._written)
                self._file.write(data)
                self._written += len(data)
        return len(data)

    def grown(self) -> None:
        """Wake the reader."""
        self._more.set()

    def end(self) -> None:
        """Let the reader know that there will be nothing more."""
        self.ended = True
        self._more.set()

    def fail(self, failure: Exception) -> None:
        """Let the reader know that the rest will never come."""
        self.failure = failure
        self._more.set()

    async def filled(self, least: int) -> None:
        """Wait until there are so many bytes, or it is over."""
        while self._written < least and not self.ended and self.failure is None:
            self._more.clear()
            await self._more.wait()

    async def read(self) -> bytes:
        """Read the next bytes as soon as there are some; none at the end. Raises what the writer met."""
        await self.filled(self._read + 1)
        if self.failure is not None:
            raise self.failure
        return await run_sync(self._next)

    def _next(self) -> bytes:
        with self._lock:
            self._file.seek(self._read)
            block = self._file.read(BLOCK)
            self._read += len(block)
            return block
