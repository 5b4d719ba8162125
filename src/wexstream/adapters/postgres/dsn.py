"""Addresses of databases, as URIs that asyncpg and libpq understand."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """How a connection is encrypted: ``mode`` is libpq's sslmode (PostgreSQL documentation, 32.19).

    The modes that verify do so against ``authorities``, else against those that this machine trusts;
    ``certificate`` with its ``key`` is the client's own.
    """

    mode: str = "prefer"
    authorities: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


def dsn(
    *,
    host: str,
    port: int = 5432,
    user: str,
    password: str | None = None,
    database: str,
    tls: Tls | None = None,
) -> str:
    """Name a database; ``host`` is a name, an address, or the folder of a Unix socket."""
    place = f"[{host}]" if ":" in host else host
    query = {"host": place, "port": str(port), "user": user}
    if password is not None:
        query["password"] = password
    return f"postgresql:///{quote(database, safe='')}?{urlencode(query | _options(tls), quote_via=quote)}"


def _options(tls: Tls | None) -> dict[str, str]:
    if tls is None:
        return {}
    verifies = tls.mode.startswith("verify")
    options: dict[str, str | Path | None] = {
        "sslmode": tls.mode,
        "sslrootcert": tls.authorities or (ssl.get_default_verify_paths().cafile if verifies else None),
        "sslcert": tls.certificate,
        "sslkey": tls.key,
    }
    return {name: str(value) for name, value in options.items() if value is not None}
