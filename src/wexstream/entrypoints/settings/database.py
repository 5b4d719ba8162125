"""The database's address, of one setting or put together of many."""

import ssl
from pathlib import Path
from urllib.parse import quote, urlencode

from wexstream.entrypoints.settings import table
from wexstream.entrypoints.settings.setting import Reading

_PARTS = (table.DB_PORT, table.DB_USERNAME, table.DB_PASSWORD, table.DB_NAME, table.DB_SSL)


def address(reading: Reading) -> str | None:
    """Tell the address (DSN) of the database that is named; None for the embedded one."""
    parts = [setting.name for setting in (table.DB_HOST, *_PARTS) if reading.has(setting)]
    if reading.has(table.DATABASE_URL):
        if parts:
            reading.refuse(table.DATABASE_URL, f"says all of it: leave out {', '.join(parts)}")
        return reading[table.DATABASE_URL]
    reading.require(table.DB_HOST, _PARTS)
    host = reading[table.DB_HOST]
    if host is None:
        return None
    named = {"host": host, "port": str(reading[table.DB_PORT]), "user": reading[table.DB_USERNAME]}
    password = reading[table.DB_PASSWORD]
    if password is not None:
        named["password"] = password
    return f"postgresql:///{quote(reading[table.DB_NAME], safe='')}?{urlencode(named | _tls(reading))}"


def _tls(reading: Reading) -> dict[str, str]:
    if not reading[table.DB_SSL]:
        return {}
    authority = reading[table.DB_SSL_CA] or _authorities()
    if authority is None:
        reading.refuse(table.DB_SSL_CA, "is missing, and this machine has no authorities of its own")
        return {}
    if reading.has(table.DB_SSL_KEY) and not reading.has(table.DB_SSL_CERT):
        reading.refuse(table.DB_SSL_CERT, "is missing, as WS_DB_SSL_KEY is given")
    files = {
        "sslrootcert": (table.DB_SSL_CA, authority),
        "sslcert": (table.DB_SSL_CERT, reading[table.DB_SSL_CERT]),
        "sslkey": (table.DB_SSL_KEY, reading[table.DB_SSL_KEY]),
    }
    for setting, file in files.values():
        if file is not None and not file.is_file():
            reading.refuse(setting, f"names {file}, where there is no file")
    return {"sslmode": "verify-full"} | {name: str(file) for name, (_, file) in files.items() if file}


def _authorities() -> Path | None:
    found = ssl.get_default_verify_paths().cafile
    return Path(found) if found else None
