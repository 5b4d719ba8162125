"""Addresses of databases (DSN), as asyncpg and libpq understand them."""

from pathlib import Path
from urllib.parse import quote, urlencode


def dsn(
    *,
    host: str,
    port: int,
    user: str,
    password: str | None,
    database: str,
    authorities: Path | None = None,
    certificate: Path | None = None,
    key: Path | None = None,
) -> str:
    """Write the address of a database; ``host`` may be the folder of a Unix socket.

    With ``authorities`` the server has to prove that it is this host, to these; ``certificate`` and ``key``
    prove who the client is. All are files in PEM. Without, it is encrypted where the server can.
    """
    options = {
        "host": f"[{host}]" if ":" in host else host,
        "port": port,
        "user": user,
        "password": password,
        "sslmode": "verify-full" if authorities else None,
        "sslrootcert": authorities,
        "sslcert": certificate,
        "sslkey": key,
    }
    given = {name: str(value) for name, value in options.items() if value is not None}
    return f"postgresql:///{quote(database, safe='')}?{urlencode(given, quote_via=quote)}"
