"""Locks on files, for processes that may end in any way at any time."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class FileLock:
    """A flock(2) on one opened file: dropped by the kernel when the last process that has it open ends.

    Child processes share it if they are handed `descriptor`. Nothing here waits.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, and make it first where it is missing; nothing is locked yet."""
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.descriptor)

    def try_shared(self) -> bool:
        """Lock it together with others; whether it worked."""
        return self._try(fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        """Lock it alone; whether it worked. A shared lock that was held before may be lost on failure."""
        return self._try(fcntl.LOCK_EX)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
