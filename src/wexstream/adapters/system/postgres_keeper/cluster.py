"""PostgreSQL's own files: made once, checked before each start."""

import os
import shutil
from pathlib import Path

from wexstream.adapters.system.postgres_keeper.errors import EmbeddedPostgresError
from wexstream.adapters.system.postgres_keeper.folder import NAME, Folder
from wexstream.adapters.system.postgres_keeper.locks import FileLock
from wexstream.adapters.system.postgres_keeper.programs import Programs


def prepare(folder: Folder, programs: Programs, *, lock: FileLock, durable: bool) -> None:
    """Make the cluster with its database where it is missing, and see that it can be started.

    Raises EmbeddedPostgresError where it cannot be made, or is another version's.
    """
    if not folder.cluster.exists():
        _make(folder, programs, lock=lock, durable=durable)
    _require_version(folder.cluster, programs.major_version)
    _give(folder.cluster, programs.identity.owner)
    # No process of it is left (that is what the lock says), so that a process which has got the same number
    # since then must not be taken for one.
    (folder.cluster / "postmaster.pid").unlink(missing_ok=True)


def _make(folder: Folder, programs: Programs, *, lock: FileLock, durable: bool) -> None:
    """Make it aside and move it into its place when it is whole."""
    new = folder.path / "cluster.new"
    if new.exists():  # an earlier start was interrupted
        shutil.rmtree(new)
    new.mkdir(mode=0o700)
    os.chown(new, programs.identity.owner, -1)
    programs.run(
        "initdb",
        f"--pgdata={new}",
        f"--username={NAME}",
        "--encoding=UTF8",
        # Ordered by code points, as in Python. Letters of all scripts are letters, to pg_trgm too: it goes by
        # the C library's LC_CTYPE, and drops what is not ASCII under C.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--lc-ctype=C.UTF-8",
        "--auth-local=trust",  # the socket's folder is its owner's alone
        "--auth-host=reject",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
        lock=lock,
    )
    programs.run(
        "postgres", "--single", "-D", str(new), "postgres", given=f"CREATE DATABASE {NAME}\n", lock=lock
    )
    new.rename(folder.cluster)


def _require_version(cluster: Path, ours: str) -> None:
    theirs = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    if theirs != ours:
        raise EmbeddedPostgresError(
            f"The database in {cluster} was made by PostgreSQL {theirs}; this Wexstream brings {ours}. "
            "Start the Wexstream that made it, save the database with pg_dump, move the folder away, "
            "start this Wexstream, and load what was saved."
        )


def _give(cluster: Path, owner: int) -> None:
    """Let everything in it belong to one user."""
    # The folder itself comes last: interrupted, this is done again.
    if cluster.stat().st_uid == owner:
        return
    for path, _, files in os.walk(cluster, topdown=False):
        for file in files:
            os.chown(Path(path, file), owner, -1, follow_symlinks=False)
        os.chown(path, owner, -1)
