"""One run of PostgreSQL's server."""

import signal
import subprocess

from wexstream.adapters.system.postgres_keeper.folder import Folder
from wexstream.adapters.system.postgres_keeper.locks import FileLock
from wexstream.adapters.system.postgres_keeper.programs import Programs, explanation

_PATIENCE = 60.0  # seconds for a shutdown with everything written to disk
_IMPATIENCE = 10.0  # seconds for one that leaves that to the next start

_SETTINGS = {
    "listen_addresses": "",  # the socket, and nothing else
    "unix_socket_permissions": "0700",
    "max_connections": "300",  # for twenty processes
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",  # no spinning disks
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Faults of the server, and no statements: they hold what people wrote, and who uses the database reports
    # its errors.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
_THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postmaster:
    """PostgreSQL's first process, a child of ours."""

    def __init__(self, folder: Folder, programs: Programs, *, lock: FileLock, durable: bool) -> None:
        """Start it, on a cluster that is prepared; it and its children go on holding the lock."""
        self._folder = folder
        folder.make_socket_folder()
        settings = _SETTINGS | {"unix_socket_directories": str(folder.socket_folder)}
        if not durable:
            settings |= _THROW_AWAY
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with folder.log.open("ab") as log:
            self._process = programs.start("postgres", "-D", str(folder.cluster), *words, lock=lock, log=log)

    def is_running(self) -> bool:
        """Tell whether it is still there."""
        return self._process.poll() is None

    def is_ready(self) -> bool:
        """Tell whether it accepts connections, as pg_ctl does: by the eighth line of postmaster.pid."""
        try:
            lines = (self._folder.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"  # noqa: PLR2004 - see above

    def failure(self) -> str:
        """What to do about it, once it has ended by itself."""
        return explanation(self._folder.log.read_text(encoding="utf-8", errors="replace"))

    def stop(self) -> None:
        """Stop it, ever less politely."""
        for kind, patience in (
            (signal.SIGINT, _PATIENCE),
            (signal.SIGQUIT, _IMPATIENCE),
            (signal.SIGKILL, _IMPATIENCE),
        ):
            self._process.send_signal(kind)
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            return
