"""The process that is PostgreSQL's parent, from the first user's coming to the last one's going.

It is told the folder and `durable` or `throw-away`. It answers `ready`, `busy` (the folder has a keeper), or
what went wrong, and closes its output.
"""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

from wexstream.adapters.system.postgres_keeper.cluster import prepare
from wexstream.adapters.system.postgres_keeper.errors import EmbeddedPostgresError
from wexstream.adapters.system.postgres_keeper.folder import Folder
from wexstream.adapters.system.postgres_keeper.leftovers import vacate
from wexstream.adapters.system.postgres_keeper.locks import FileLock
from wexstream.adapters.system.postgres_keeper.postmaster import Postmaster
from wexstream.adapters.system.postgres_keeper.programs import Programs, explanation

READY = "ready"
BUSY = "busy"
DURABLE = "durable"
THROW_AWAY = "throw-away"

_INTERVAL_STARTING = 0.01  # seconds; somebody waits
_INTERVAL = 0.1


def main() -> None:
    """Keep PostgreSQL, as nobody's child: whoever started this may end long before it."""
    folder, durable = Folder(Path(sys.argv[1])), sys.argv[2] == DURABLE
    # What was open where it comes from is none of its business; uvloop hands down more than was asked for.
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    kept = folder.lock_of_keeper()  # until this process has ended, and no sooner
    if not kept.try_exclusive():
        _answer(folder, BUSY)
        return
    # Taken before: whoever started this and changed its mind either ends it, or sees that it is there.
    if os.fork() != 0:
        os._exit(0)
    # A terminal or a service manager tells all processes at once to end; PostgreSQL has to outlast its users.
    for kind in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda _kind, _frame: None)
    try:
        _keep(folder, durable=durable)
    except EmbeddedPostgresError as error:
        _answer(folder, str(error))
    except OSError as error:
        _answer(folder, explanation(str(error)))


def _keep(folder: Folder, *, durable: bool) -> None:
    programs = Programs.find()
    if folder.log.exists():
        folder.log.replace(folder.log.with_suffix(".1"))
    with folder.lock_of_users() as users:
        try:
            postmaster = _start(folder, programs, durable=durable)
            _answer(folder, READY)
            while not _watch(postmaster, users):
                postmaster = _start(folder, programs, durable=durable)
        finally:
            with folder.lock_of_cluster() as lock:
                _clear(folder, lock)


def _start(folder: Folder, programs: Programs, *, durable: bool) -> Postmaster:
    """Start PostgreSQL and wait until it accepts connections.

    Raises:
        EmbeddedPostgresError: it never does.
    """
    with folder.lock_of_cluster() as lock:
        _clear(folder, lock)
        prepare(folder, programs, lock=lock, durable=durable)
        postmaster = Postmaster(folder, programs, lock=lock, durable=durable)
    # Closed here, the lock is held by PostgreSQL's processes alone.
    while not postmaster.is_ready():
        if not postmaster.is_running():
            raise EmbeddedPostgresError(postmaster.failure())
        time.sleep(_INTERVAL_STARTING)
    return postmaster


def _watch(postmaster: Postmaster, users: FileLock) -> bool:
    """Stop PostgreSQL when the last user has gone; whether that, and not its own death, was its end.

    The users' lock stays taken, so that none comes before everything has ended.
    """
    while postmaster.is_running():
        if users.try_exclusive():
            postmaster.stop()
            return True
        time.sleep(_INTERVAL)
    return False


def _clear(folder: Folder, lock: FileLock) -> None:
    vacate(folder, lock)
    folder.remove_socket()


def _answer(folder: Folder, text: str) -> None:
    """Answer whoever started this, if it still listens; what is said afterwards goes to the log."""
    with contextlib.suppress(BrokenPipeError):
        print(text, flush=True)  # noqa: T201 - standard output is a pipe to who asked
    log = os.open(folder.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    os.close(log)
