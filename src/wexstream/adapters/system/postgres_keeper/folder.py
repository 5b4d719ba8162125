"""What lies where in the folder of an embedded PostgreSQL."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from wexstream.adapters.system.postgres_keeper.errors import EmbeddedPostgresError
from wexstream.adapters.system.postgres_keeper.locks import FileLock

NAME = "wexstream"  # of the database, and of its owner
_PORT = 5432
_LONGEST_SOCKET_PATH = 107  # bytes; unix(7): sun_path has 108, the last one zero


@dataclass(frozen=True, slots=True)
class Folder:
    """One embedded PostgreSQL's folder: `postgres` in the data folder, readable to its owner only."""

    path: Path

    @classmethod
    def within(cls, data_folder: Path) -> Self:
        """Name the folder, in the same way from wherever it is looked at."""
        return cls((data_folder / "postgres").resolve())

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own files."""
        return self.path / "cluster"

    @property
    def log(self) -> Path:
        """What PostgreSQL said since its keeper started; the one before is beside it, as `log.1`."""
        return self.path / "log"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: here where its path is short enough, else in a folder named after this one.

        That folder is not in TMPDIR or XDG_RUNTIME_DIR, which differ between the users of one data folder.
        """
        if len(os.fsencode(self.path / _socket_name())) <= _LONGEST_SOCKET_PATH:
            return self.path
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path(f"/tmp/wexstream-{os.geteuid()}-{name}")  # noqa: S108 - made, and its owner checked, below

    @property
    def socket(self) -> Path:
        """The socket itself."""
        return self.socket_folder / _socket_name()

    @property
    def dsn(self) -> str:
        """The address of the database, for asyncpg and libpq."""
        return f"postgresql:///{NAME}?" + urlencode(
            {"host": str(self.socket_folder), "port": _PORT, "user": NAME}
        )

    def lock_of_users(self) -> FileLock:
        """Shared by those who need the database; taken exclusively by the keeper that stops it."""
        return FileLock(self.path / "users.lock")

    def lock_of_keeper(self) -> FileLock:
        """Held by the keeper as long as it lives."""
        return FileLock(self.path / "keeper.lock")

    def lock_of_cluster(self) -> FileLock:
        """Held by the processes of PostgreSQL, each of them, as long as they live."""
        return FileLock(self.path / "cluster.lock")

    def make(self) -> None:
        """Make the folder where it is missing. Raises EmbeddedPostgresError where it cannot be used."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            _require_own(self.path)
            self.path.chmod(0o700)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The database's folder {self.path} cannot be made or written ({error.strerror}). "
                "Give this user the data folder, or choose another one."
            ) from error

    def make_socket_folder(self) -> None:
        """Make the folder of the socket. Raises EmbeddedPostgresError where it is somebody else's."""
        if self.socket_folder != self.path:
            self.socket_folder.mkdir(mode=0o700, exist_ok=True)
            _require_own(self.socket_folder)
            self.socket_folder.chmod(0o700)

    def remove_socket(self) -> None:
        """Remove what PostgreSQL's socket left behind, once no process of it is there any more."""
        if not self.socket_folder.exists():
            return
        _require_own(self.socket_folder)
        self.socket.unlink(missing_ok=True)
        self.socket.with_name(self.socket.name + ".lock").unlink(missing_ok=True)
        if self.socket_folder != self.path:
            self.socket_folder.rmdir()


def _socket_name() -> str:
    return f".s.PGSQL.{_PORT}"


def _require_own(folder: Path) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise EmbeddedPostgresError(
            f"{folder} is in the way of the database: it should be a folder. Move it away."
        )
    if found.st_uid != os.geteuid():
        owner = _account_name(found.st_uid)
        raise EmbeddedPostgresError(
            f"The database's folder {folder} belongs to {owner}: run this as {owner}, "
            "or choose another data folder."
        )


def _account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user with the number {uid}"
