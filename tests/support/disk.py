"""A disk that is full, for real: a small one of one's own, or one on which no file may grow."""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

_LARGEST = 64 * 1024  # bytes: enough for what pytest itself writes meanwhile


class Disk(Protocol):
    """A folder in which there may be no room."""

    folder: Path

    def fill(self) -> None: ...

    def free(self) -> None: ...


class SmallDisk:
    """A file system of a few MiB."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            while _is_written(file.write, bytes(4_096)):
                pass

    def free(self) -> None:
        self._ballast.unlink()


class LimitedDisk:
    """A folder like any other, and a process whose files may not grow beyond 64 KiB (RLIMIT_FSIZE)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST, self._limits[1]))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)


@contextmanager
def small_disk(folder: Path, *, mebibytes: int = 1) -> Iterator[Disk]:
    """Mount a small disk on a folder; limit this process where it may not mount."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    options = ["-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(folder)]
    if not mount or not unmount or subprocess.run([mount, *options], check=False).returncode:  # noqa: S603 - ours
        yield LimitedDisk(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run([unmount, str(folder)], check=True)  # noqa: S603 - the same


def _is_written(write: Callable[[bytes], object], content: bytes) -> bool:
    try:
        write(content)
    except OSError:
        return False
    return True
