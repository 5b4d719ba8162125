"""Processes of PostgreSQL's that outlived the keeper, or the postmaster, that they belonged to."""

import contextlib
import os
import signal
import time
from pathlib import Path

from wexstream.adapters.system.postgres_keeper.errors import EmbeddedPostgresError
from wexstream.adapters.system.postgres_keeper.folder import Folder
from wexstream.adapters.system.postgres_keeper.locks import FileLock

_PATIENCE = 60.0  # seconds for a shutdown with everything written to disk
_IMPATIENCE = 10.0  # seconds for the kernel to clear away what was killed
_INTERVAL = 0.02


def vacate(folder: Folder, lock: FileLock) -> None:
    """Take the lock that the cluster's processes hold, once they have ended: they are made to.

    Raises EmbeddedPostgresError where they do not end.
    """
    if lock.try_exclusive():
        return
    postmaster = _postmaster(folder.cluster)
    if postmaster is not None:
        _signal(postmaster, signal.SIGINT)
        if _taken(lock, within=_PATIENCE):
            return
    # Without a postmaster there is nothing left to be saved by politeness: the next start recovers.
    for pid in _processes(folder.cluster):
        _signal(pid, signal.SIGKILL)
    if not _taken(lock, within=_IMPATIENCE):
        raise EmbeddedPostgresError(
            f"Processes of an earlier start still use {folder.cluster} and do not end. Look for them with "
            f"`fuser {folder.path}/cluster.lock`, end them, and start again."
        )


def _processes(cluster: Path) -> set[int]:
    """PostgreSQL's processes work in the folder of their cluster, each of them."""
    return {
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and _is_in(cluster, entry)
    }


def _is_in(cluster: Path, process: Path) -> bool:
    try:
        return (process / "cwd").samefile(cluster)
    except OSError:  # it has ended, it is somebody else's, or there is no cluster yet
        return False


def _postmaster(cluster: Path) -> int | None:
    """The process that postmaster.pid names, unless that is a later one that has got the same number."""
    try:
        pid = int((cluster / "postmaster.pid").read_text(encoding="utf-8").partition("\n")[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if pid in _processes(cluster) else None


def _signal(pid: int, kind: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has just ended, as it should
        os.kill(pid, kind)


def _taken(lock: FileLock, *, within: float) -> bool:
    end = time.monotonic() + within
    while not lock.try_exclusive():
        if time.monotonic() > end:
            return False
        time.sleep(_INTERVAL)
    return True
