"""The database that is named, in one word or in parts."""

import ssl
from pathlib import Path

from wexstream.entrypoints.settings import table
from wexstream.entrypoints.settings.parts import Database, DatabaseTls
from wexstream.entrypoints.settings.setting import Reading

_PARTS = (table.DB_PORT, table.DB_USERNAME, table.DB_PASSWORD, table.DB_NAME, table.DB_SSL)


def named(reading: Reading) -> str | Database | None:
    """Tell which database is named: its address (DSN), or its parts; None for the embedded one."""
    parts = [setting.name for setting in (table.DB_HOST, *_PARTS) if reading.has(setting)]
    if reading.has(table.DATABASE_URL):
        if parts:
            reading.refuse(table.DATABASE_URL, f"says all of it: leave out {', '.join(parts)}")
        return reading[table.DATABASE_URL]
    reading.require(table.DB_HOST, _PARTS)
    host = reading[table.DB_HOST]
    if host is None:
        return None
    return Database(
        host=host,
        port=reading[table.DB_PORT],
        user=reading[table.DB_USERNAME],
        password=reading[table.DB_PASSWORD],
        name=reading[table.DB_NAME],
        tls=_tls(reading),
    )


def _tls(reading: Reading) -> DatabaseTls | None:
    if not reading[table.DB_SSL]:
        return None
    authorities = reading[table.DB_SSL_CA] or _authorities()
    if authorities is None:
        reading.refuse(table.DB_SSL_CA, "is missing, and this machine has no authorities of its own")
        return None
    if reading.has(table.DB_SSL_KEY) and not reading.has(table.DB_SSL_CERT):
        reading.refuse(table.DB_SSL_CERT, "is missing, as WS_DB_SSL_KEY is given")
    certificate, key = reading[table.DB_SSL_CERT], reading[table.DB_SSL_KEY]
    files = ((table.DB_SSL_CA, authorities), (table.DB_SSL_CERT, certificate), (table.DB_SSL_KEY, key))
    for setting, file in files:
        if file is not None and not file.is_file():
            reading.refuse(setting, f"names {file}, where there is no file")
    return DatabaseTls(authorities=authorities, certificate=certificate, key=key)


def _authorities() -> Path | None:
    found = ssl.get_default_verify_paths().cafile
    return Path(found) if found else None
